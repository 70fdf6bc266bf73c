import type { PsaCharge } from "@/workers/connectors/psa";
import { planContract } from "../../plan/units/plan-contract";
import type { ContractPlan, MemberPlan } from "../../plan/units/types";
import type { ActiveRun } from "../../run/engine";
import type { BlockedKeys } from "../../writes/settle-open-intents";
import { type ContractRead, stepsFrom } from "../../writes/units-shown";
import { ContractWrites, contractKey, unitsKey } from "../../writes/units-write";
import { markSubject } from "../approved/mark-subject";
import { withCounters } from "../charges/with-counters";
import { clipBills } from "../clip-bills";
import type { RulesOf } from "../plan-rules";
import {
  chargesDue,
  currencyProblem,
  draftOfPlan,
  missingItem,
  type PlannedSubject,
  refuse,
  unsettled,
} from "../plan-subject";
import type { Subject } from "../subject";
import { datesAdjusted, findUnseenItems } from "./find-unseen-items";
import { endedElsewhere, plannedMember, standingMembers, type UnitsSubject, unitsElsewhere } from "./members";
import { type ContractMemory, loadMovedShares } from "./memory";

export type ContractSurroundings = {
  memory: ContractMemory;
  rulesOf: RulesOf;
  blocked: BlockedKeys;
};

/**
 * Plans the subscriptions of one contract together: those of one product share a service there, with all that stand on
 * it besides. What some of them share is written once, and they end as it ends. Throws ApiError.
 */
export async function planContractSubjects(
  run: ActiveRun,
  read: ContractRead & { charges: PsaCharge[] },
  group: Subject[],
  around: ContractSurroundings,
): Promise<PlannedSubject[]> {
  const { runId } = run.lease.ownership;
  const { agreement, services } = read;
  const moved = await loadMovedShares(run, agreement.id, around.memory);
  const on = { psaAgreementId: agreement.id, memory: around.memory, moved };
  const unseen = findUnseenItems(read, around.memory, run.engine.psaSettlesAfterMs);
  const early: PlannedSubject[] = [];
  const fit: UnitsSubject[] = [];
  for (const subject of group) {
    const { psaItemId } = subject;
    const problem =
      psaItemId === null ? missingItem(subject) : (currencyProblem(subject, agreement) ?? askFirst(subject));
    const open = psaItemId === null ? undefined : openWrite(psaItemId);
    if (problem || psaItemId === null) {
      early.push(refuse(subject, runId, problem ?? missingItem(subject), agreement));
    } else if (open) early.push(unsettled(subject, runId, open));
    else fit.push({ ...subject, psaItemId, bills: billsHere(subject), settles: settledBy(subject) });
  }
  const planned = fit.map((subject) => plannedMember(subject, around.rulesOf(subject.key), on));
  if (planned.length === 0) return early;
  const plan = planContract({
    agreement,
    services,
    charges: read.charges,
    members: [...planned, ...standingMembers(services, planned, on)],
    adjustedOn: datesAdjusted(read, around.memory),
    extend: run.context.programSync.extendContracts,
    chargeBillingCodeId: run.context.programSync.chargeBillingCodeId,
    allowRepeat: around.memory.allowRepeat,
  });
  return [...early, ...outcomesOf(run, read, fit, plan)];

  function askFirst(subject: Subject) {
    const issue = unitsElsewhere(subject, on);
    return issue && around.rulesOf(subject.key).decide(issue)?.choice === "keep" ? null : issue;
  }

  function billsHere(subject: Subject) {
    const lastDay = endedElsewhere(subject, on);
    return lastDay === null ? subject.bills : clipBills(subject.bills, lastDay);
  }

  function openWrite(itemId: string): "unknown" | "held" | undefined {
    const { blocked } = around;
    const open = blocked.get(contractKey(agreement.id)) ?? blocked.get(unitsKey(agreement.id, itemId));
    return open ?? (unseen.has(itemId) ? "unknown" : undefined);
  }
}

/** Last day of the newest bill, whatever of it is billed elsewhere. */
function settledBy({ bills }: Subject): string | null {
  return bills.at(-1)?.periodEnd ?? null;
}

function outcomesOf(
  run: ActiveRun,
  read: ContractRead & { charges: PsaCharge[] },
  subjects: UnitsSubject[],
  plan: ContractPlan,
): PlannedSubject[] {
  const preview = run.context.run.mode === "preview";
  const { chargeBillingCodeId } = run.context.programSync;
  const around = { runId: run.lease.ownership.runId, preview, agreement: read.agreement };
  const plans = new Map(plan.members.map((member) => [member.key, member]));
  const writes = new ContractWrites(read, plan.extendTo);
  return subjects.map((subject) => {
    const units = plans.get(subject.key);
    if (!units) throw new Error(`The contract's plan leaves out ${subject.key}.`);
    const changes = units.kind === "change";
    const member = withCounters(subject, units, { ...read, billingCodeId: chargeBillingCodeId });
    const draft = draftOfPlan(subject, member, { ...around, settles: subject.settles, writes: changes });
    const charges = chargesDue(subject, member);
    const written = preview
      ? { subject, draft, actions: [], charges: [] }
      : {
          subject,
          draft,
          shared: changes ? writes.ofKey(subject.key, draft.item.id, plan.services) : null,
          actions: [],
          charges,
        };
    const unitsBefore = changes ? [standing(read, subject, member)] : [];
    return markSubject(written, { ...member, writes: [...unitsBefore, ...charges] });
  });
}

/** Its share as it was, and what the services of its product hold: who changes either, changes what an approval is of. */
function standing({ services }: ContractRead, { psaItemId }: UnitsSubject, { boundary, before }: MemberPlan) {
  const held = services
    .filter(({ itemId }) => itemId === psaItemId)
    .map(({ id, rows }) => ({ id, steps: boundary === null ? [] : stepsFrom(rows, boundary) }));
  return { itemId: psaItemId, before, held };
}
