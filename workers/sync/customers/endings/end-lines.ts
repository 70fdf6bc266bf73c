import { settleEndings } from "@/db/commands/runs/settle-endings";
import { type LineEnding, listLineEndings } from "@/db/queries/runs/line-endings";
import type { PsaAgreement } from "@/workers/connectors/psa";
import { planEnding } from "../../plan/lines/plan-ending";
import { bookEarlierItem, type EarlierWork, resumeDraft } from "../../run/earlier-work";
import type { ActiveRun } from "../../run/engine";
import { issueOfError, isTroubleOfOne } from "../../run/issue-of-error";
import type { Ledger } from "../../run/ledger";
import { recordPage } from "../../run/record-page";
import { isInScope } from "../../run/scope";
import { endingPrefix } from "../../writes/confirm-written";
import { intentsOfActions } from "../../writes/intent-body";
import { asLinesPsa } from "../../writes/lines-psa";
import type { BlockedKeys } from "../../writes/settle-open-intents";
import { writePlanned } from "../../writes/write-planned";
import { hasEndMoved, sayEndMoved } from "./approved-endings";
import { endShares } from "./end-shares";
import { draftEnding, keyOf, type PlannedEnding, settlementOf } from "./ending-draft";

export type EndingsAround = { ledger: Ledger; earlier: EarlierWork; blocked: BlockedKeys };

/** The lines, or shares of a service, that persons want ended and that are in the run's scope. */
export async function listEndingsToDo(run: Pick<ActiveRun, "engine" | "context">): Promise<LineEnding[]> {
  const { engine, context } = run;
  const { orgId, id: programSyncId } = context.programSync;
  const all = await listLineEndings(engine.db, { orgId, programSyncId });
  return all.filter(({ ending }) => isInScope({ context }, keyOf(ending.id), ending.customerId));
}

/** Ends the lines that persons want ended, before anything else is planned. Throws what stops the run. */
export async function endLines(run: ActiveRun, endings: LineEnding[], around: EndingsAround): Promise<void> {
  bookEndings(around, endings);
  if (endings.length === 0) return;
  if (run.psa.kind === "autotask") return endShares(run, endings, around);
  const agreements = new Map<string, Promise<PsaAgreement | null>>();
  const planned: PlannedEnding[] = [];
  for (const one of endings) {
    run.lease.check();
    planned.push(asApproved(run, await planOne(run, one, around.blocked, agreements), around));
  }
  const { ended, stop } = await writePlanned(
    run,
    planned.map((one) => ({
      draft: resumeDraft(one.draft, around.earlier.get(one.draft.item.key)),
      intents: intentRows(run, one),
      lane: one.ending.psaAgreementId,
    })),
  );
  await recordPage(run, around.ledger, { drafts: ended.map((one) => one.draft), progressDone: 0 });
  if (run.context.run.mode === "live") {
    const settled = planned.flatMap((one, i) => settlementOf(one, ended[i]?.draft.item.outcome));
    await settleEndings(run.engine.db, run.lease.ownership.orgId, settled);
  }
  if (stop) throw stop;
}

/** What an earlier worker of this run has ended is not listed any more, and counts as it left it. */
export function bookEndings(
  { ledger, earlier }: Pick<EndingsAround, "ledger" | "earlier">,
  endings: LineEnding[],
): void {
  const toDo = new Set(endings.map(({ ending }) => keyOf(ending.id)));
  for (const [key, item] of earlier) {
    if (key.startsWith(endingPrefix) && !toDo.has(key)) bookEarlierItem(ledger, item, []);
  }
}

function asApproved(run: ActiveRun, planned: PlannedEnding, { earlier }: EndingsAround): PlannedEnding {
  if (!hasEndMoved(run, planned.draft, earlier)) return planned;
  const draft = sayEndMoved(run, planned.draft);
  return run.context.run.plansAnew ? { ...planned, draft } : { ending: planned.ending, draft };
}

async function planOne(
  run: ActiveRun,
  { ending, customerName }: LineEnding,
  blocked: BlockedKeys,
  agreements: Map<string, Promise<PsaAgreement | null>>,
): Promise<PlannedEnding> {
  const key = keyOf(ending.id);
  const { runId } = run.lease.ownership;
  const preview = run.context.run.mode === "preview";
  const of = { runId, key, ending, customerName, preview };
  if (run.context.exclusions.has(key)) return draftEnding(of, { kind: "excluded" });
  const state = blocked.get(key);
  if (state) return draftEnding(of, { kind: state });
  try {
    const { psaAgreementId, psaLineId, lastDay } = ending;
    const agreement = agreements.get(psaAgreementId) ?? run.psa.agreement(psaAgreementId);
    agreements.set(psaAgreementId, agreement);
    const found = await agreement;
    const line = found && (await asLinesPsa(run.psa).line(psaAgreementId, psaLineId));
    if (!found || !line) return draftEnding(of, { kind: "over" });
    return draftEnding({ ...of, agreementName: found.name, line }, planEnding(line, found, lastDay));
  } catch (error) {
    if (!isTroubleOfOne(error)) throw error;
    return draftEnding(of, { kind: "fail", issue: issueOfError(error, "psa") });
  }
}

function intentRows(run: ActiveRun, { ending, draft, current, change }: PlannedEnding) {
  if (!current || !change) return [];
  const owner = {
    connectionId: run.context.connection.id,
    programSyncId: run.context.programSync.id,
    itemId: draft.item.id,
    naturalKey: draft.item.key,
  };
  return intentsOfActions(owner, ending.psaAgreementId, [{ kind: "change", current, change, reason: "end" }]);
}
