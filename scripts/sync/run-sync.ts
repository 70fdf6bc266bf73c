import { setTimeout as sleep } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { requestRun } from "@/db/commands/runs/request-run";
import {
  findOrganisations,
  findRunProgress,
  findTieOuts,
  type RunProgress,
} from "@/db/queries/runs/run-progress";
import { programSyncs, type RunStatus, type SyncKind } from "@/db/schema";
import { workerEnv } from "@/lib/env";
import { executeRun } from "@/workers/sync/run/execute-run";
import { openTools, type WorkerTools } from "@/workers/tools";
import { loadDemoEnvironment } from "./demo-environment";

export type SyncRequest = {
  program: string;
  kind: SyncKind;
  preview: boolean;
  organisation: string | undefined;
};

export type AskedSync = { tools: WorkerTools; orgId: string; runId: string };

/** Queues the run like a person in the portal would. */
export async function requestSync(request: SyncRequest): Promise<AskedSync | { problem: string }> {
  loadDemoEnvironment();
  const tools = openTools(workerEnv(), "scripts");
  const asked = await ask(tools.database.db, request);
  if ("problem" in asked) {
    await tools.database.close();
    return asked;
  }
  return { tools, ...asked };
}

async function ask(
  db: Database,
  request: SyncRequest,
): Promise<{ orgId: string; runId: string } | { problem: string }> {
  const organisations = await findOrganisations(db, request.program);
  const wanted = organisations.filter(
    ({ name }) => !request.organisation || name.toLowerCase() === request.organisation.toLowerCase(),
  );
  const [organisation] = wanted;
  if (!organisation) {
    return {
      problem: `There is no program sync "${request.program}". Its name is in its address in the portal.`,
    };
  }
  if (wanted.length > 1) {
    const names = wanted.map(({ name }) => `"${name}"`).join(", ");
    return {
      problem: `Several organisations have "${request.program}": name one with --organisation (${names}).`,
    };
  }
  const { orgId } = organisation;
  const run = await inOrg(db, orgId, async (tx) => {
    const [sync] = await tx
      .select({ id: programSyncs.id, connectionId: programSyncs.connectionId })
      .from(programSyncs)
      .where(and(eq(programSyncs.orgId, orgId), eq(programSyncs.slug, request.program)));
    if (!sync) throw new Error("The program sync has just been removed.");
    return requestRun(tx, {
      orgId,
      programSyncId: sync.id,
      connectionId: sync.connectionId,
      kind: request.kind,
      mode: request.preview ? "preview" : "live",
      trigger: "person",
      requestedBy: null,
    });
  });
  return { orgId, runId: run.runId };
}

/** Works the run off here, unless a worker is quicker; either way shows how it goes and how it ended. */
export async function watchSync({ tools, orgId, runId }: AskedSync): Promise<RunStatus> {
  const { db } = tools.database;
  let shown = "";
  let working: Promise<unknown> = Promise.resolve();
  let idle = true;
  for (;;) {
    if (idle) {
      idle = false;
      working = workOff(tools, orgId, runId).finally(() => {
        idle = true;
      });
    }
    const progress = await findRunProgress(db, { orgId, runId });
    const text = describeProgress(progress);
    if (text !== shown) console.log(text);
    shown = text;
    if (progress.finishedAt) {
      await working;
      await printEnd(db, { orgId, runId }, progress);
      await tools.database.close();
      return progress.status;
    }
    await sleep(500);
  }
}

/** A products run may stand before a first customers run: it comes first here too. */
async function workOff(tools: WorkerTools, orgId: string, runId: string): Promise<void> {
  const { waitingFor } = await findRunProgress(tools.database.db, { orgId, runId });
  await executeRun(tools.engine, { orgId, runId: waitingFor ?? runId });
}

function describeProgress(progress: RunProgress): string {
  if (progress.status === "queued") {
    if (progress.waitingFor) return "queued behind the products sync, or another sync of this connection";
    return progress.waitReason ? `waiting (${progress.waitReason})` : "queued";
  }
  if (progress.status === "running") {
    const total = progress.progressTotal === null ? "" : ` of ${progress.progressTotal}`;
    return `running: ${progress.progressDone}${total} done`;
  }
  return `ended: ${progress.status.replace("_", " ")}`;
}

async function printEnd(
  db: Database,
  run: { orgId: string; runId: string },
  progress: RunProgress,
): Promise<void> {
  const counts = Object.entries(progress.counts ?? {}).filter(([, count]) => count > 0);
  if (counts.length > 0) console.log(counts.map(([name, count]) => `  ${name} ${count}`).join("\n"));
  for (const tieOut of await findTieOuts(db, run)) {
    console.log(
      `  invoice ${tieOut.sourceInvoiceId}: ${tieOut.total} ${tieOut.currency} = ` +
        ["applied", "planned", "unchanged", "held", "skipped", "failed"]
          .map((name) => `${tieOut[name as "applied"]} ${name}`)
          .join(" + "),
    );
  }
}
