import { finishRun, type RunEnd } from "@/db/commands/runs/finish-run";
import type { Outstanding } from "@/db/commands/runs/settle-positions";
import { setAccessState } from "@/db/commands/set-access-state";
import type { RunStatus } from "@/db/schema";
import { runStatus } from "../plan/outcomes";
import { decideMails } from "./decide-mails";
import type { ActiveRun } from "./engine";
import { findStaleness } from "./find-staleness";
import { type DraftIssue, factsHashOf, referenceOf } from "./item-draft";
import { runIssueRow } from "./item-issues";
import type { TieOut } from "./ledger";
import { collectNews } from "./run-news";
import type { RunResult } from "./run-result";

type FinishedRun = Pick<ActiveRun, "engine" | "context" | "lease">;

/** Works out how the run ended and records it, with everything that follows from it. */
export async function finish(run: FinishedRun, result: RunResult): Promise<void> {
  const { context, engine, lease } = run;
  const { ledger, issues } = result;
  const stopped = result.stoppedBy !== undefined;
  const complete = context.scope === null && !stopped;
  if (stopped && context.scope === null) ledger.bookRestAsFailed();
  const tieOuts = ledger.tieOuts();
  if (tieOuts.some((tieOut) => !tieOut.ties)) issues.push(doesNotTie(run));
  if (leavesSomething(result)) issues.push(...(await findStaleness(run)));
  await setAccess(run, issues, stopped);
  const end: RunEnd = {
    run: context.run,
    complete,
    stopped,
    statusOf: (outstanding) => statusOf(run, result, outstanding),
    counts: ledger.counts,
    tieOuts: tieOuts.map(tieOutRow),
    issues: issues.map((issue) => runIssueRow(run, issue)),
    period: result.period,
    notMapped: result.notMapped,
    recipients: context.programSync.notifyAddresses,
    retryUnknownAfterMs: engine.psaSettlesAfterMs,
  };
  const news = await collectNews(run, result, complete);
  await finishRun(engine.db, lease.ownership, end, (facts) => decideMails(facts, news));
}

function leavesSomething({ ledger, issues, stoppedBy }: RunResult): boolean {
  const { failed, held, unknown, warnings } = ledger.counts;
  return stoppedBy !== undefined || issues.length > 0 || failed + held + unknown + warnings > 0;
}

function tieOutRow({ invoice, sums, total, lineCount }: TieOut): RunEnd["tieOuts"][number] {
  return {
    invoiceId: invoice.id,
    sourceInvoiceId: invoice.sourceInvoiceId,
    currency: invoice.currency,
    periodStart: invoice.periodStart,
    periodEnd: invoice.periodEnd,
    total,
    ...sums,
    lineCount,
    totalMissing: invoice.statedTotal === null,
  };
}

/** What is outstanding over all runs counts too, where the run looked at everything: it did not get any better. */
function statusOf(
  run: FinishedRun,
  { issues, ledger, stoppedBy }: RunResult,
  outstanding: Outstanding | null,
): RunStatus {
  const { counts } = ledger;
  const open = issues.filter((issue) => !run.context.acknowledged.has(factsHashOf("run", issue)));
  const own = (severity: DraftIssue["severity"]) =>
    open.filter((issue) => issue.severity === severity).length;
  return runStatus({
    applied: counts.applied + (run.context.run.mode === "preview" ? counts.planned : 0),
    unknown: Math.max(counts.unknown, outstanding?.unknown ?? 0),
    failed:
      Math.max(counts.failed, outstanding?.failed ?? 0) + own("error") + (stoppedBy === undefined ? 0 : 1),
    held: Math.max(counts.held, outstanding?.held ?? 0) + own("held"),
    warnings: Math.max(counts.warnings, outstanding?.warnings ?? 0) + own("warning"),
  });
}

function doesNotTie(run: FinishedRun): DraftIssue {
  const reference = referenceOf(run.context.run.id, "run", "unexpected");
  run.engine.log.error({ runId: run.context.run.id, reference }, "The run's tie-out does not add up");
  return { code: "unexpected", severity: "error", facts: { reference } };
}

/** Refused keys mark the connection or the source; a run that got through clears such a mark. */
async function setAccess(run: FinishedRun, issues: DraftIssue[], stopped: boolean): Promise<void> {
  const { context, engine } = run;
  const codes = new Set(issues.map((issue) => issue.code));
  const sides = [
    { table: "connections" as const, row: context.connection, refused: "psa_unauthorised" },
    { table: "sources" as const, row: context.source, refused: "source_unauthorised" },
  ];
  for (const { table, row, refused } of sides) {
    const of = { orgId: context.programSync.orgId, table, id: row.id };
    if (codes.has(refused)) {
      await setAccessState(engine.db, { ...of, state: "needs_attention", reason: refused });
    } else if (!stopped && row.stateReason === refused) {
      await setAccessState(engine.db, { ...of, state: "healthy", reason: null });
    }
  }
}
