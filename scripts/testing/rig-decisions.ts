import { and, eq } from "drizzle-orm";
import { inOrg, openDatabase } from "@/db/client";
import { decideIssue } from "@/db/commands/portal/decisions/decide-issue";
import { adoptLine, endLines } from "@/db/commands/portal/decisions/settle-lines";
import { customers, type DecisionChoice, issues, programSyncs, syncItems } from "@/db/schema";
import type { FinishedRun, Rig } from "./rig";

/** What a person decides in the portal of what a run has held, for tests. */

export const clerk = "11111111-1111-4111-8111-111111111111";

/** One transaction with what the portal may do. */
export async function inPortal<T>(rig: Rig, work: Parameters<typeof inOrg<T>>[2]): Promise<T> {
  const portal = openDatabase(rig.database.portalUrl, { maxConnections: 1 });
  try {
    return await inOrg(portal.db, rig.orgId, work);
  } finally {
    await portal.close();
  }
}

type Question = { runId: string; code: string; key?: string };

/** The one issue of the run with this code (and key). */
export async function questionOf(rig: Rig, { runId, code, key }: Question) {
  const rows = await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select({ issueId: issues.id, itemId: syncItems.id, key: syncItems.key, facts: issues.facts })
      .from(issues)
      .innerJoin(syncItems, and(eq(syncItems.id, issues.itemId), eq(syncItems.runId, issues.runId)))
      .where(and(eq(issues.runId, runId), eq(issues.code, code))),
  );
  const found = rows.filter((row) => key === undefined || row.key === key);
  const [one] = found;
  if (!one || found.length !== 1) throw new Error(`${found.length} issues ${code} instead of one.`);
  return one;
}

/** Decides it and works off the sync of its line that this queues. Gives that run as it ended. */
export async function decide(
  rig: Rig,
  question: Question,
  choice: DecisionChoice,
  details: Record<string, string> = {},
): Promise<FinishedRun> {
  const { issueId, itemId } = await questionOf(rig, question);
  const asked = { orgId: rig.orgId, runId: question.runId, itemId, issueId };
  const result = await inPortal(rig, (tx) =>
    decideIssue(tx, { ...asked, choice, details, decidedBy: clerk }),
  );
  if (result.kind !== "decided") throw new Error(`Not decided: ${result.kind}.`);
  return rig.workOff(result.runId);
}

/** Takes the line that an `existing_line` names for the item's own. Gives the sync that this queues, or why it does not. */
export async function adoptNamedLine(rig: Rig, question: Question): Promise<FinishedRun | "refused"> {
  const { issueId, itemId, facts } = await questionOf(rig, question);
  const asked = { orgId: rig.orgId, runId: question.runId, itemId, issueId, askedBy: clerk };
  const result = await inPortal(rig, (tx) => adoptLine(tx, { ...asked, lineId: facts.lineId ?? "" }));
  return result.kind === "settled" ? rig.workOff(result.runId) : "refused";
}

/** Has the line ended that an `existing_line` names, and works off the sync that this queues. */
export async function endNamedLine(
  rig: Rig,
  question: Question,
  lastDay: string | null = null,
): Promise<FinishedRun> {
  const { issueId, itemId } = await questionOf(rig, question);
  const asked = { orgId: rig.orgId, runId: question.runId, itemId, issueId };
  const result = await inPortal(rig, (tx) =>
    endLines(tx, { ...asked, keptLineId: null, lastDay, askedBy: clerk }),
  );
  if (result.kind !== "settled") throw new Error(`Not ended: ${result.kind}.`);
  return rig.workOff(result.runId);
}

/** Changes settings of the program sync, as the portal would. */
export async function changeSettings(
  rig: Rig,
  settings: Partial<typeof programSyncs.$inferInsert>,
): Promise<void> {
  await inOrg(rig.db, rig.orgId, (tx) =>
    tx.update(programSyncs).set(settings).where(eq(programSyncs.id, rig.programSync.id)),
  );
}

/** Our id of a customer. */
export async function customerIdOf(rig: Rig, name: string): Promise<string> {
  const [row] = await inOrg(rig.db, rig.orgId, (tx) =>
    tx.select({ id: customers.id }).from(customers).where(eq(customers.name, name)),
  );
  if (!row) throw new Error(`There is no customer ${name}.`);
  return row.id;
}
