import { listCauses } from "@/db/queries/runs/mail-causes";
import { connectorNames } from "@/lib/psa-names";
import type { Cause, RunNews } from "./decide-mails";
import type { ActiveRun } from "./engine";
import { type DraftIssue, factsHashOf } from "./item-draft";
import type { RunResult } from "./run-result";

type FinishedRun = Pick<ActiveRun, "engine" | "context" | "lease">;

const keysRefusedCodes = ["psa_unauthorised", "source_unauthorised"];

/** What the mail policy looks at: the run's own issues and those of its items, by cause. */
export async function collectNews(run: FinishedRun, result: RunResult, complete: boolean): Promise<RunNews> {
  const { context, engine, lease } = run;
  const { orgId, runId } = lease.ownership;
  const of = { orgId, runId, itemMonth: context.run.itemMonth };
  const errors = [...causesOfIssues(result.issues, "error"), ...(await listCauses(engine.db, of, ["error"]))];
  const held = [...causesOfIssues(result.issues, "held"), ...(await listCauses(engine.db, of, ["held"]))];
  const prices = (await listCauses(engine.db, of, ["warning"])).filter((cause) =>
    ["price_changed_mid_period", "cost_changed_mid_period"].includes(cause.code),
  );
  return {
    complete,
    about: aboutRun(run, { period: result.period, currency: result.ledger.currency() }),
    connection: { connectionName: context.connection.name, connectionId: context.connection.id },
    failed: result.ledger.counts.failed + result.ledger.counts.unknown,
    errors,
    toReview: [...held, ...prices],
    keysRefused: errors.find((cause) => keysRefusedCodes.includes(cause.code))?.code ?? null,
  };
}

/** What every mail about a run names. */
export function aboutRun(
  { context }: Pick<ActiveRun, "context">,
  of: Pick<RunNews["about"], "period" | "currency">,
): RunNews["about"] {
  return {
    programName: context.program.name,
    psaName: connectorNames[context.connection.kind],
    programSlug: context.programSync.slug,
    kind: context.run.kind,
    ...of,
    runId: context.run.id,
  };
}

/** Issues of the run itself as causes: one each. */
export function causesOfIssues(issues: DraftIssue[], severity: DraftIssue["severity"]): Cause[] {
  return issues
    .filter((issue) => issue.severity === severity)
    .map((issue) => ({
      code: issue.code,
      facts: issue.facts,
      count: 1,
      itemId: null,
      customerName: null,
      title: null,
      marks: [factsHashOf("run", issue)],
    }));
}
