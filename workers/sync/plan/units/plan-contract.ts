import { billingCalendar } from "../calendar/boundary";
import { dayBefore } from "../calendar/dates";
import { checkAgreement } from "../check-agreement";
import { clipSegments } from "../timeline/timeline";
import type { Segment } from "../types";
import type { Contract } from "./contract";
import { findHandEdits } from "./edits/find-hand-edits";
import { holdBesideStrangers } from "./edits/hold-beside-strangers";
import { tellEdits } from "./edits/tell-edits";
import { boundExtension } from "./extension";
import { guardChange } from "./members/guard-change";
import { judgeMember, type Read, readMember } from "./members/judge-member";
import { reportMember } from "./members/report-member";
import { settleMembers } from "./members/settle-members";
import { attributeUnits, findSharings } from "./members/shares";
import { shareRoundings } from "./money/share-roundings";
import { heldRows } from "./services/held-rows";
import { listServices } from "./services/list-services";
import type { ContractInput, ContractMember, ContractPlan, MemberPlan } from "./types";

/**
 * What to write so that from the billing boundary on the contract's services bill the sum of what their subscriptions'
 * bills say, with the fewest adjustments; nothing before the boundary changes. Pure. A subscription that fails or is held
 * counts as it was last confirmed. Throws only for a decimal or date that is none.
 */
export function planContract(input: ContractInput): ContractPlan {
  const calendar = billingCalendar(input.agreement);
  if (!calendar) {
    const members = input.members.map((member) => planUnreadable(member, input));
    return { extendTo: null, members, services: [] };
  }
  const readings = input.members.map(readMember);
  const contract = {
    input,
    calendar,
    extension: boundExtension(input, readings, calendar),
    held: readServices(input, readings, calendar),
  };
  const sharings = findSharings(readings, contract.held);
  const parts = new Map(sharings.flatMap((sharing) => [...attributeUnits(sharing, contract.held)]));
  const judged = readings.map((read) =>
    judgeMember(read, parts.get(read.member.key) ?? postedElsewhere(read, contract), contract),
  );
  const beside = holdBesideStrangers(judged, sharings, contract);
  const guarded = findHandEdits(beside, sharings, contract).map((one) => guardChange(one, contract));
  const settled = settleMembers(guarded, contract);
  const services = listServices(settled, contract);
  const roundings = shareRoundings(settled, contract);
  const edits = tellEdits(settled, sharings, contract);
  return {
    extendTo: settled.extendTo,
    members: settled.members.map((one) => {
      const around = { calendar, services, members: settled.members, roundings: roundings(one) };
      const plan = reportMember(one, around);
      const edit = edits.get(plan.key);
      return edit ? { ...plan, issues: [edit, ...plan.issues] } : plan;
    }),
    services,
  };
}

function readServices(
  { services, agreement }: ContractInput,
  readings: Read[],
  calendar: Contract["calendar"],
) {
  return new Map(
    services.map((service) => {
      const isStored = ({ member }: Read) => member.storedServiceIds.includes(service.id);
      const others = readings.filter((read) => !isStored(read) && read.member.itemId === service.itemId);
      const told = [...readings.filter(isStored), ...others];
      const hints = told.flatMap(({ invoiced, member }) => [
        invoiced?.segments ?? [],
        member.confirmed ?? [],
      ]);
      return [service.id, heldRows(service, agreement.endDate, calendar, hints)];
    }),
  );
}

/** No service that we remember is there: of what was confirmed, the days that are posted were billed. */
function postedElsewhere({ member }: Read, { calendar }: Contract): Segment[] {
  const first = member.confirmed?.[0];
  if (!member.confirmed || !first) return [];
  return clipSegments(member.confirmed, first.from, dayBefore(calendar.boundary));
}

/** The contract does not say what was posted. */
function planUnreadable(member: ContractMember, { agreement }: ContractInput): MemberPlan {
  const issues = member.kind === "planned" ? checkAgreement(agreement, member.strategy) : [];
  const stands = member.confirmed ?? [];
  return {
    key: member.key,
    serviceId: null,
    kind: issues.length > 0 ? "fail" : "unchanged",
    charges: [],
    issues,
    boundary: null,
    before: [],
    after: [],
    confirmed: stands,
    catchUp: null,
    prorationDifference: null,
  };
}
