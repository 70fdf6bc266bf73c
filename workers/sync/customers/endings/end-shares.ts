import { endShare } from "@/db/commands/runs/end-share";
import { settleEndings } from "@/db/commands/runs/settle-endings";
import type { LineEnding } from "@/db/queries/runs/line-endings";
import { groupBy } from "@/lib/group-by";
import { resumeDraft } from "../../run/earlier-work";
import type { ActiveRun } from "../../run/engine";
import { recordPage } from "../../run/record-page";
import { type WrittenItem, writePlanned } from "../../writes/write-planned";
import { hasEndMoved, sayEndMoved } from "./approved-endings";
import type { EndingsAround } from "./end-lines";
import { settlementOf } from "./ending-draft";
import { type PlannedShare, planContractEndings } from "./plan-contract-endings";

/** Takes the units of shares that persons want ended from their contracts' services. Throws what stops the run. */
export async function endShares(run: ActiveRun, endings: LineEnding[], around: EndingsAround): Promise<void> {
  const planned: PlannedShare[] = [];
  for (const [psaAgreementId, group] of groupBy(endings, ({ ending }) => ending.psaAgreementId)) {
    run.lease.check();
    planned.push(...(await planAsApproved(run, psaAgreementId, group, around)));
  }
  const { ended, stop } = await writePlanned(
    run,
    planned.map(({ draft, shared, ending }) => ({
      draft: resumeDraft(draft, around.earlier.get(draft.item.key)),
      shared,
      intents: [],
      lane: ending.psaAgreementId,
    })),
  );
  await recordPage(run, around.ledger, { drafts: ended.map((one) => one.draft), progressDone: 0 });
  if (run.context.run.mode === "live") await settle(run, planned, ended);
  if (stop) throw stop;
}

/** Units are a sum: where an approved end waits, because it would be written otherwise by now, the others are planned without it. */
async function planAsApproved(
  run: ActiveRun,
  psaAgreementId: string,
  group: LineEnding[],
  around: EndingsAround,
): Promise<PlannedShare[]> {
  const planned = await planContractEndings(run, psaAgreementId, group, around.blocked);
  const moved = planned
    .filter(({ draft }) => hasEndMoved(run, draft, around.earlier))
    .map((one) => ({ ...one, draft: sayEndMoved(run, one.draft) }));
  if (moved.length === 0) return planned;
  const movedIds = new Map(moved.map((one) => [one.ending.id, one]));
  if (run.context.run.plansAnew) return planned.map((one) => movedIds.get(one.ending.id) ?? one);
  const rest = group.filter(({ ending }) => !movedIds.has(ending.id));
  const others = rest.length > 0 ? await planAsApproved(run, psaAgreementId, rest, around) : [];
  return [...others, ...moved.map((one) => ({ ...one, shared: null, share: null }))];
}

async function settle(run: ActiveRun, planned: PlannedShare[], ended: WrittenItem[]): Promise<void> {
  const { orgId } = run.lease.ownership;
  for (const [index, one] of planned.entries()) {
    const settlements = settlementOf(one, ended[index]?.draft.item.outcome);
    const { id: endingId, key } = one.ending;
    if (one.share && settlements.some(({ state }) => state === "done")) {
      const { left, lastDay, isCurrent } = one.share;
      const of = { orgId, connectionId: run.context.connection.id, key, endingId, lastDay };
      await endShare(run.engine.db, { ...of, left: isCurrent ? left : null });
    }
    await settleEndings(run.engine.db, orgId, settlements);
  }
}
