import { inOrg } from "@/db/client";
import { finishRun, type RunEnd } from "@/db/commands/runs/finish-run";
import { requestRetry } from "@/db/commands/runs/request-run";
import { setAccessState } from "@/db/commands/set-access-state";
import { listCauses } from "@/db/queries/runs/mail-causes";
import { listUnknownKeys } from "@/db/queries/runs/outstanding";
import type { RunStatus } from "@/db/schema";
import { connectorNames } from "@/lib/psa-names";
import type { RunResult } from "../customers/customers-run";
import { runStatus } from "../plan/outcomes";
import { type Cause, decideMails, type RunNews } from "./decide-mails";
import type { ActiveRun } from "./engine";
import { type DraftIssue, factsHashOf, referenceOf } from "./item-draft";

type FinishedRun = Pick<ActiveRun, "engine" | "context" | "lease">;

const keysRefusedCodes = ["psa_unauthorised", "source_unauthorised"];

/** Works out how the run ended and records it, with everything that follows from it. */
export async function finish(run: FinishedRun, result: RunResult): Promise<void> {
  const { context, engine, lease } = run;
  const { ledger, issues } = result;
  const stopped = result.stoppedBy !== undefined;
  if (stopped && context.scope === null) ledger.bookRestAsFailed();
  const tieOuts = ledger.tieOuts();
  if (tieOuts.some((tieOut) => !tieOut.ties)) issues.push(doesNotTie(run));
  const status = statusOf(run, result);
  await setAccess(run, issues, stopped);
  const end: RunEnd = {
    run: context.run,
    complete: context.scope === null && !stopped,
    status,
    counts: ledger.counts,
    tieOuts: tieOuts.map(({ invoice, sums, total, lineCount }) => ({
      invoiceId: invoice.id,
      sourceInvoiceId: invoice.sourceInvoiceId,
      currency: invoice.currency,
      periodStart: invoice.periodStart,
      periodEnd: invoice.periodEnd,
      total,
      ...sums,
      lineCount,
      totalMissing: invoice.statedTotal === null,
    })),
    issues: issues.map((issue) => runIssueRow(run, issue)),
    period: result.period,
    notMapped: result.notMapped,
    recipients: context.programSync.notifyAddresses,
  };
  const news = await collectNews(run, result, status);
  await finishRun(engine.db, lease.ownership, end, async (before, outstanding, now) =>
    decideMails(before, outstanding, news, now),
  );
  await retryUnknown(run);
}

function statusOf(run: FinishedRun, { issues, ledger, stoppedBy }: RunResult): RunStatus {
  const open = issues.filter((issue) => !run.context.acknowledged.has(factsHashOf("run", issue)));
  return runStatus({
    ...ledger.counts,
    applied: ledger.counts.applied + (run.context.run.mode === "preview" ? ledger.counts.planned : 0),
    failed:
      ledger.counts.failed +
      open.filter((issue) => issue.severity === "error").length +
      (stoppedBy === undefined ? 0 : 1),
    held: ledger.counts.held + open.filter((issue) => issue.severity === "held").length,
    warnings: ledger.counts.warnings + open.filter((issue) => issue.severity === "warning").length,
  });
}

function runIssueRow(run: FinishedRun, issue: DraftIssue) {
  const factsHash = factsHashOf("run", issue);
  return {
    code: issue.code,
    severity: issue.severity,
    facts: issue.facts,
    factsHash,
    acknowledged: issue.severity === "warning" && run.context.acknowledged.has(factsHash),
    rawAnswer: issue.rawAnswer ?? null,
    reference: referenceOf(run.context.run.id, "run", issue.code),
  };
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

async function collectNews(run: FinishedRun, result: RunResult, status: RunStatus): Promise<RunNews> {
  const { context, engine, lease } = run;
  const of = {
    orgId: lease.ownership.orgId,
    runId: lease.ownership.runId,
    itemMonth: context.run.itemMonth,
  };
  const ofRun = (severity: DraftIssue["severity"][]) =>
    result.issues
      .filter((issue) => severity.includes(issue.severity))
      .map(
        (issue): Cause => ({
          code: issue.code,
          facts: issue.facts,
          count: 1,
          itemId: null,
          customerName: null,
          title: null,
          keys: "run",
        }),
      );
  const errors = [...ofRun(["error"]), ...(await listCauses(engine.db, of, ["error"]))];
  const held = [...ofRun(["held"]), ...(await listCauses(engine.db, of, ["held"]))];
  const prices = (await listCauses(engine.db, of, ["warning"])).filter((cause) =>
    ["price_changed_mid_period", "cost_changed_mid_period"].includes(cause.code),
  );
  return {
    status,
    about: {
      programName: context.program.name,
      psaName: connectorNames[context.connection.kind],
      programSlug: context.programSync.slug,
      kind: context.run.kind,
      period: result.period,
      currency: result.ledger.currency(),
      runId: of.runId,
    },
    connection: { connectionName: context.connection.name, connectionId: context.connection.id },
    failed: result.ledger.counts.failed + result.ledger.counts.unknown,
    errors,
    toReview: [...held, ...prices],
    keysRefused: errors.find((cause) => keysRefusedCodes.includes(cause.code))?.code ?? null,
  };
}

/** Writes whose end is not known are read back by themselves, once the PSA has certainly given them up. */
async function retryUnknown(run: FinishedRun): Promise<void> {
  const { context, engine, lease } = run;
  if (context.run.mode !== "live") return;
  const { orgId, runId } = lease.ownership;
  const keys = await listUnknownKeys(engine.db, { orgId, runId, itemMonth: context.run.itemMonth });
  if (keys.length === 0) return;
  await inOrg(engine.db, orgId, (tx) =>
    requestRetry(tx, {
      orgId,
      programSyncId: context.programSync.id,
      connectionId: context.connection.id,
      kind: context.run.kind,
      requestedBy: null,
      retryOf: runId,
      keys,
      delayMs: engine.psaSettlesAfterMs,
    }),
  );
}
