import { noteAnswered } from "@/db/commands/runs/rest-connection";
import type { ActiveRun } from "./engine";
import type { RunResult } from "./run-result";

type Begun = Pick<ActiveRun, "engine" | "context" | "lease">;

/** Any id will do: that there is no such record is an answer, too. */
const anyItem = "1";

/**
 * Asks a PSA that was left alone for want of answers one thing, once, before a run sets out to ask it everything. One run
 * of a connection is active, so no other asks meanwhile. Throws ApiError when it still does not answer.
 */
export async function askAgain({ engine, context, lease }: Begun): Promise<void> {
  if (context.connection.unanswered < engine.rest.restsAfter) return;
  const { psa, close } = await engine.openConnectors(context, lease.signal, { waitBudgetMs: 0 });
  try {
    await psa.item(anyItem);
  } finally {
    await close();
  }
  await answered({ engine, context });
}

/** A run that came through ends what counts against the PSA, if it can have asked it anything. */
export async function noteEnd({ engine, context }: Begun, result: RunResult): Promise<void> {
  const cameThrough = result.stoppedBy === undefined && !result.ledger.isEmpty();
  if (cameThrough && context.connection.unanswered > 0) await answered({ engine, context });
}

function answered({ engine, context }: Pick<Begun, "engine" | "context">): Promise<void> {
  const { orgId, id } = context.connection;
  return noteAnswered(engine.db, { orgId, connectionId: id });
}
