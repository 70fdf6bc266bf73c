import type { IsoDate } from "@/lib/values";
import type { ContractService } from "@/workers/connectors/psa";
import { hold } from "../../plan/issues";
import type { PlanIssue, PlanRules, Segment } from "../../plan/types";
import type { PlannedMember, StandingMember } from "../../plan/units/types";
import type { Subject } from "../subject";
import { type ContractMemory, endingOf, newestContract } from "./memory";

/** A subject whose product has an item in the PSA; `bills` only of days that no other contract bills. */
export type UnitsSubject = Subject & { psaItemId: string; settles: string | null };

export type OnContract = {
  psaAgreementId: string;
  memory: ContractMemory;
  /** Of keys that have moved to another contract since. */
  moved: ReadonlyMap<string, Segment[]>;
};

/** A subject as the contract's planner takes it. */
export function plannedMember(
  subject: UnitsSubject,
  rules: PlanRules,
  { psaAgreementId, memory }: OnContract,
): PlannedMember {
  const { position } = subject;
  const newest = newestContract(memory, subject.key);
  // What was confirmed stood on another contract, as long as this one has no units of ours.
  const isHere = newest === undefined || newest === psaAgreementId;
  return {
    kind: "planned",
    key: subject.key,
    itemId: subject.psaItemId,
    strategy: subject.customer.strategy,
    storedServiceIds: serviceIdsOf(memory, subject.key, psaAgreementId),
    bills: subject.bills,
    restore: subject.reversal?.before ?? null,
    confirmed: isHere ? (position?.confirmed ?? null) : null,
    unsettled: position?.outstanding === "failed" || position?.outstanding === "unknown",
    subscriptionActive: subject.active,
    productName: subject.productName,
    rules,
  };
}

/** Keys with a share in the contract's services that are not planned now: it stays, until its end where one was asked for. */
export function standingMembers(
  services: ContractService[],
  planned: PlannedMember[],
  on: OnContract,
): StandingMember[] {
  const isPlanned = new Set(planned.map(({ key }) => key));
  const keys = new Set(
    on.memory.stored
      .filter(({ key, psaAgreementId }) => psaAgreementId === on.psaAgreementId && !isPlanned.has(key))
      .map(({ key }) => key),
  );
  return [...keys].flatMap((key) => standingMember(key, services, on));
}

function standingMember(key: string, services: ContractService[], on: OnContract): StandingMember[] {
  const { memory, psaAgreementId, moved } = on;
  const storedServiceIds = serviceIdsOf(memory, key, psaAgreementId);
  const service = storedServiceIds
    .map((id) => services.find((one) => one.id === id))
    .find((one) => one !== undefined);
  const confirmed = newestContract(memory, key) === psaAgreementId ? memory.shares.get(key) : moved.get(key);
  if (!service || !confirmed) return [];
  const ending = endingOf(memory, key, psaAgreementId);
  return [
    {
      kind: "standing",
      key,
      itemId: service.itemId,
      // What is not owned is null in what was confirmed.
      strategy: "cost_and_retail",
      storedServiceIds,
      confirmed,
      endsOn: ending ? (ending.lastDay ?? longAgo) : null,
    },
  ];
}

/** An end as early as nothing invoiced changes: the planner moves it to the day before the boundary. */
export const longAgo = "0001-01-01";

function serviceIdsOf({ stored }: ContractMemory, key: string, psaAgreementId: string): string[] {
  return stored
    .filter((one) => one.key === key && one.psaAgreementId === psaAgreementId)
    .map(({ serviceId }) => serviceId);
}

/** Units of the same key that still go on on another contract: a person ends or keeps them first. */
export function unitsElsewhere(subject: Subject, on: OnContract): PlanIssue | null {
  const elsewhere = shareElsewhere(subject, on);
  const last = elsewhere?.share.at(-1);
  if (!elsewhere || !last || last.to !== null) return null;
  return hold("existing_line", {
    lineId: elsewhere.serviceId,
    agreementId: elsewhere.psaAgreementId,
    name: subject.productName,
    quantity: last.quantity,
    from: last.from,
    ours: "yes",
  });
}

/** The last day that another contract bills for the key; null: none does, or one that is kept goes on. */
export function endedElsewhere({ key }: Subject, { psaAgreementId, memory }: OnContract): IsoDate | null {
  const others = memory.stored.filter((one) => one.key === key && one.psaAgreementId !== psaAgreementId);
  const newest = newestContract(memory, key);
  const ends = others.flatMap((one) => {
    const current = one.psaAgreementId === newest ? memory.shares.get(key)?.at(-1)?.to : null;
    return current ?? endingOf(memory, key, one.psaAgreementId)?.lastDay ?? [];
  });
  return ends.sort().at(-1) ?? null;
}

/** What was confirmed belongs to the contract that was written to last. */
function shareElsewhere({ key }: Subject, { psaAgreementId, memory }: OnContract) {
  const stored = memory.stored.find((one) => one.key === key);
  if (!stored || stored.psaAgreementId === psaAgreementId) return null;
  return { ...stored, share: memory.shares.get(key) ?? [] };
}
