import type { LineEnding } from "@/db/queries/runs/line-endings";
import { ApiError } from "@/lib/errors";
import type { IsoDate } from "@/lib/values";
import type { ContractService } from "@/workers/connectors/psa";
import { billingBoundary } from "../../plan/calendar/boundary";
import { dayBefore, later } from "../../plan/calendar/dates";
import { clipSegments } from "../../plan/timeline/timeline";
import type { Segment } from "../../plan/types";
import { planContract } from "../../plan/units/plan-contract";
import type { ContractPlan, StandingMember } from "../../plan/units/types";
import type { ActiveRun } from "../../run/engine";
import { issueOfError, isTroubleOfOne } from "../../run/issue-of-error";
import type { DraftIssue, ItemDraft } from "../../run/item-draft";
import { asUnitsPsa } from "../../writes/lines-psa";
import type { BlockedKeys } from "../../writes/settle-open-intents";
import { type ContractRead, stepsFrom } from "../../writes/units-shown";
import { ContractWrites, contractKey, unitsKey } from "../../writes/units-write";
import type { SharedWrites } from "../../writes/write-planned";
import { datesAdjusted, findUnseenItems } from "../units/find-unseen-items";
import { longAgo, type OnContract, standingMembers } from "../units/members";
import { type ContractMemory, loadContractMemory, loadMovedShares } from "../units/memory";
import { markEnding } from "./approved-endings";
import { draftEnding, type EndingVerdict, keyOf } from "./ending-draft";

/** A share of a service that a person wants ended, with the writes that end it. */
export type PlannedShare = {
  ending: LineEnding["ending"];
  draft: ItemDraft;
  shared: SharedWrites | null;
  /** null: there is nothing left to end. */
  share: { left: Segment[]; lastDay: IsoDate; isCurrent: boolean } | null;
};

/** Plans the ends of shares of one contract, together with all that stands on its services. Throws what stops the run. */
export async function planContractEndings(
  run: ActiveRun,
  psaAgreementId: string,
  endings: LineEnding[],
  blocked: BlockedKeys,
): Promise<PlannedShare[]> {
  const read = await readContract(run, psaAgreementId);
  if (!read || "code" in read) {
    return endings.map((one) => ended(run, one, read ? { kind: "fail", issue: read } : { kind: "over" }));
  }
  const memory = await loadContractMemory(run, [psaAgreementId], []);
  const on = { psaAgreementId, memory, moved: await loadMovedShares(run, psaAgreementId, memory) };
  const isExcluded = ({ ending }: LineEnding) => run.context.exclusions.has(keyOf(ending.id));
  const members = membersOf(
    read.services,
    endings.filter((one) => !isExcluded(one)),
    on,
  );
  const plan = planContract({
    ...read,
    charges: [],
    members,
    adjustedOn: datesAdjusted(read, memory),
    extend: false,
    chargeBillingCodeId: null,
    allowRepeat: memory.allowRepeat,
  });
  const unseen = findUnseenItems(read, memory, run.engine.psaSettlesAfterMs);
  const writes = new ContractWrites(read, null);
  return endings.map((one) => {
    const service = read.services.find(({ id }) => id === one.ending.psaLineId);
    const member = members.find(({ key }) => key === memberKey(one, memory));
    if (!service || !member) return ended(run, one, { kind: "over" });
    const { itemId } = service;
    const open = blocked.get(contractKey(psaAgreementId)) ?? blocked.get(unitsKey(psaAgreementId, itemId));
    const waits = open ?? (unseen.has(itemId) ? "unknown" : undefined);
    if (waits) return ended(run, one, { kind: waits }, read);
    const [refusal] = plan.members.find(({ key }) => key === member.key)?.issues ?? [];
    if (refusal) return ended(run, one, { kind: "fail", issue: refusal }, read);
    return withWrites(draftShare(run, one, read, { member, service }), plan, {
      key: member.key,
      itemId,
      writes,
    });
  });
}

/** All wishes for one service share its writes, which are recorded under the first. */
function withWrites(
  planned: PlannedShare,
  plan: ContractPlan,
  { key, itemId, writes }: { key: string; itemId: string; writes: ContractWrites },
): PlannedShare {
  const services = plan.services.filter((one) => one.itemId === itemId);
  const adjusts = services.some(({ adjustments }) => adjustments.length > 0);
  if (!adjusts || planned.draft.item.outcome !== "applied") return planned;
  return { ...planned, shared: writes.ofKey(key, planned.draft.item.id, services) };
}

/** null: the contract is gone. What is this contract's own trouble is an issue of its endings. */
async function readContract(
  run: ActiveRun,
  psaAgreementId: string,
): Promise<ContractRead | DraftIssue | null> {
  try {
    const found = await run.psa.agreement(psaAgreementId);
    return found && (await asUnitsPsa(run.psa).services(found));
  } catch (error) {
    if (error instanceof ApiError && error.kind === "not_found") return null;
    if (isTroubleOfOne(error)) return issueOfError(error, "psa");
    throw error;
  }
}

/** Units that are nobody's we know stand under the wish itself. */
function memberKey({ ending }: LineEnding, memory: ContractMemory): string {
  const isOurs = memory.stored.some(
    ({ key, serviceId }) => key === ending.key && serviceId === ending.psaLineId,
  );
  return isOurs ? ending.key : keyOf(ending.id);
}

function membersOf(services: ContractService[], endings: LineEnding[], on: OnContract): StandingMember[] {
  const standing = standingMembers(services, [], on);
  const wishes = new Map(endings.map((one) => [memberKey(one, on.memory), one.ending]));
  const known = standing.map((member) => {
    const ending = wishes.get(member.key);
    return ending ? { ...member, endsOn: ending.lastDay ?? longAgo } : member;
  });
  const strangers = endings.flatMap((one) => {
    const key = memberKey(one, on.memory);
    const service = services.find(({ id }) => id === one.ending.psaLineId);
    if (!service || known.some((member) => member.key === key)) return [];
    return [wholeService(key, service, one.ending.lastDay ?? longAgo)];
  });
  return [...known, ...strangers];
}

function wholeService(key: string, service: ContractService, endsOn: IsoDate): StandingMember {
  const confirmed = service.rows.map(({ from, to, units }, index) => ({
    from,
    to: index === service.rows.length - 1 ? null : to,
    quantity: units,
    unitCost: null,
    unitPrice: null,
  }));
  const { id, itemId } = service;
  return {
    kind: "standing",
    key,
    itemId,
    strategy: "quantity_only",
    storedServiceIds: [id],
    confirmed: confirmed.filter(({ quantity }) => Number(quantity) !== 0),
    endsOn,
  };
}

/** The wish as an item, with nothing to write for it yet. */
function ended(
  run: ActiveRun,
  { ending, customerName }: LineEnding,
  verdict: EndingVerdict,
  read?: Pick<ContractRead, "agreement">,
): PlannedShare {
  const preview = run.context.run.mode === "preview";
  const of = { runId: run.lease.ownership.runId, key: keyOf(ending.id), ending, customerName, preview };
  const isExcluded = run.context.exclusions.has(of.key);
  const named = read ? { ...of, agreementName: read.agreement.name } : of;
  const { draft } = draftEnding(named, isExcluded ? { kind: "excluded" } : verdict);
  return { ending, draft, shared: null, share: null };
}

function draftShare(
  run: ActiveRun,
  one: LineEnding,
  { agreement }: ContractRead,
  { member, service }: { member: StandingMember; service: ContractService },
): PlannedShare {
  const { key, confirmed, endsOn, storedServiceIds } = member;
  const boundary = billingBoundary(agreement) ?? longAgo;
  const first = confirmed[0]?.from ?? boundary;
  // Days that are invoiced already stay as they are.
  const lastDay = later(endsOn ?? longAgo, dayBefore(boundary));
  const left = clipSegments(confirmed, first, lastDay);
  const before = clipSegments(confirmed, boundary, null);
  const after = clipSegments(left, boundary, null);
  const hasUnits = before.length > 0 && JSON.stringify(before) !== JSON.stringify(after);
  const planned = ended(run, one, hasUnits ? { kind: "end", change: {} } : { kind: "over" }, { agreement });
  const draft = { ...planned.draft, item: { ...planned.draft.item, before, after } };
  const writes = { serviceId: service.id, before, held: stepsFrom(service.rows, boundary) };
  const marked = hasUnits ? markEnding(draft, { writes, before, after }) : draft;
  const isCurrent = key === one.ending.key && storedServiceIds[0] === one.ending.psaLineId;
  return { ...planned, draft: marked, share: { left, lastDay, isCurrent } };
}
