import { inOrg } from "@/db/client";
import { noteAnswered } from "@/db/commands/runs/rest-connection";
import { setAccessState } from "@/db/commands/set-access-state";
import type { ClaimedTask } from "@/db/commands/tasks/claim-task";
import { requestTask } from "@/db/commands/tasks/request-task";
import type { TaskFailure } from "@/db/commands/tasks/settle-task";
import { countCustomersOfSource, findTaskConnection, findTaskSource } from "@/db/queries/tasks/task-subjects";
import { openPsa, openSource } from "../credentials/open-connectors";
import { hooksOf, KeysChanged, type TaskTools } from "./task-work";

/**
 * Tests a connection's keys and each permission that a sync needs, and keeps what was found on the connection. The first
 * test that is passed also has the directory fetched. Answers why it did not pass, in an issue; throws ApiError.
 */
export async function testConnection(tools: TaskTools, task: ClaimedTask): Promise<TaskFailure | null> {
  const { db } = tools.database;
  const of = { orgId: task.orgId, id: task.subjectId };
  const connection = await findTaskConnection(db, of);
  if (!connection) return null;
  const { connector, close } = await openPsa(tools.env, connection, hooksOf(tools));
  const report = await connector.checkAccess().finally(close);
  if (connection.unanswered > 0) await noteAnswered(db, { orgId: of.orgId, connectionId: of.id });
  const { version } = connection;
  const refused = report.credentials === "refused";
  const lacking = report.permissions.some((permission) => !permission.granted);
  const reason = refused ? "psa_unauthorised" : lacking ? "psa_forbidden" : null;
  const { permissions } = report;
  await say(tools, { ...of, table: "connections", version, permissions, reason });
  if (refused) return { code: "psa_unauthorised", facts: {} };
  if (lacking) return null;
  if (connection.directoryRefreshedAt === null) await followUp(tools, task, "refresh_directory");
  return null;
}

/** Tests the keys of a PRISM account; the first time that they are accepted, its customers are fetched. */
export async function testSource(tools: TaskTools, task: ClaimedTask): Promise<TaskFailure | null> {
  const { db } = tools.database;
  const of = { orgId: task.orgId, id: task.subjectId };
  const source = await findTaskSource(db, of);
  if (!source) return null;
  const { connector, close } = await openSource(tools.env, source, hooksOf(tools));
  const report = await connector.checkAccess().finally(close);
  const reason = report.credentials === "refused" ? "source_unauthorised" : null;
  await say(tools, { ...of, table: "sources", version: source.version, reason });
  if (reason) return { code: reason, facts: {} };
  const known = await countCustomersOfSource(db, { orgId: of.orgId, sourceId: of.id });
  if (known === 0) await followUp(tools, task, "refresh_customers");
  return null;
}

type Finding = Omit<Parameters<typeof setAccessState>[1], "state">;

/** Keeps what a test found, if the keys are still those that were tested. */
async function say({ database }: TaskTools, finding: Finding): Promise<void> {
  const state = finding.reason === null ? "healthy" : "needs_attention";
  if (!(await setAccessState(database.db, { ...finding, state }))) throw new KeysChanged();
}

async function followUp(
  { database }: TaskTools,
  { orgId, subjectId }: ClaimedTask,
  kind: "refresh_directory" | "refresh_customers",
): Promise<void> {
  await inOrg(database.db, orgId, (tx) => requestTask(tx, { orgId, kind, subjectId, requestedBy: null }));
}
