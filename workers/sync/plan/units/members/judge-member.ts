import type { PsaAgreement } from "@/workers/connectors/psa";
import { dayBefore, earlierEnd, later } from "../../calendar/dates";
import { type CatchUpPlan, planCatchUp } from "../../charges/plan-catch-up";
import { checkAgreement, checkInvoicedDays } from "../../check-agreement";
import { canonical, Exact } from "../../exact";
import { findPriceChanges, findPricesBelowCost } from "../../find-warnings";
import { fail, hold, warn } from "../../issues";
import { type BillsReading, type Invoiced, readBills } from "../../timeline/from-bills";
import { clipSegments, mergeSegments } from "../../timeline/timeline";
import { ownedSteps, wantedTimeline } from "../../timeline/wanted";
import type { PlanIssue, Segment } from "../../types";
import type { Contract } from "../contract";
import { tellBound } from "../extension";
import type { PlannedMember, StandingMember } from "../types";
import type { Judged, Stop } from "./judged";
import type { Reading } from "./shares";

/** A member whose bills have been read, or cannot be. */
export type Read = Reading & { bills: BillsReading };

export function readMember(member: Reading["member"]): Read {
  const bills: BillsReading =
    member.kind === "planned" ? readBills(member.bills, member.strategy) : { kind: "nothing" };
  return { member, bills, invoiced: bills.kind === "read" ? bills.invoiced : null };
}

/** What a member asks for, and what forbids it whatever the others ask. `billed`: see `Judged`. */
export function judgeMember(read: Read, billed: Segment[], contract: Contract): Judged {
  const { member } = read;
  const { boundary } = contract.calendar;
  const before = mergeSegments(ownedSteps(clipSegments(billed, boundary, null), member.strategy));
  const stands = member.confirmed ? clipSegments(member.confirmed, boundary, null) : before;
  const judged: Judged = {
    member,
    invoiced: read.invoiced,
    billed,
    before,
    wanted: before,
    confirmedEnd: null,
    stands: hasService(member, contract) ? mergeSegments(ownedSteps(stands, member.strategy)) : [],
    owed: { catchUp: null, charges: [], issues: [] },
    issues: [],
    stop: null,
    ownService: false,
  };
  return member.kind === "standing"
    ? judgeStanding(judged, member, contract)
    : judgePlanned(judged, read, member, contract);
}

function judgeStanding(judged: Judged, { endsOn }: StandingMember, { calendar }: Contract): Judged {
  const lastDay = endsOn && later(endsOn, dayBefore(calendar.boundary));
  const wanted = clipSegments(judged.stands, calendar.boundary, lastDay);
  const ends = judged.stands.some(({ to }) => earlierEnd(to, lastDay) !== to);
  return { ...judged, wanted, stop: ends ? null : { kind: "unchanged", issues: [] } };
}

function judgePlanned(judged: Judged, { bills }: Read, member: PlannedMember, contract: Contract): Judged {
  const { calendar, input, extension } = contract;
  const unfit = checkContract(member, contract);
  if (unfit) return { ...judged, stop: unfit };
  if (bills.kind === "inconsistent") {
    const issues = [hold("source_inconsistent", { from: bills.from, to: bills.to })];
    return { ...judged, stop: { kind: "hold", issues } };
  }
  const { invoiced, before } = judged;
  const agreement = extension.allowed ? { ...input.agreement, endDate: null } : input.agreement;
  const errors = invoiced ? checkInvoicedDays(agreement, invoiced, calendar.boundary) : [];
  if (errors.length > 0) return { ...judged, stop: { kind: "fail", issues: tellBound(errors, contract) } };

  const timeline = wantedTimeline({ input: member, calendar, invoiced, before });
  const { exact: wanted, disappeared, confirmedEnd } = timeline;
  const fractions = checkWholeUnits(wanted, input.agreement);
  if (fractions.length > 0) return { ...judged, stop: { kind: "fail", issues: fractions } };
  const gone = member.storedServiceIds.length > 0 && !hasService(member, contract) && wanted.length > 0;
  const issues = [
    ...(gone ? [warn("psa_line_deleted", { lineId: member.storedServiceIds.join(", ") })] : []),
    ...(invoiced ? findPriceChanges(invoiced) : []),
    ...findPricesBelowCost(wanted),
  ];
  if (disappeared.length > 0)
    return { ...judged, wanted, issues, stop: { kind: "hold", issues: disappeared } };
  const owed = invoiced ? owedFor({ ...judged, invoiced }, member, contract) : judged.owed;
  const refused = owed.issues.filter(({ severity }) => severity === "error");
  if (refused.length > 0) return { ...judged, issues, stop: { kind: "fail", issues: refused } };
  return { ...judged, wanted, confirmedEnd, issues, owed };
}

function owedFor(
  { billed, invoiced }: Judged & { invoiced: Invoiced },
  member: PlannedMember,
  { calendar, input, extension }: Contract,
): CatchUpPlan {
  const { agreement, charges, chargeBillingCodeId: billingCodeId } = input;
  const last = invoiced.segments.at(-1)?.to;
  const ends = agreement.endDate;
  const endDate =
    extension.allowed && ends !== null && last && last > ends ? calendar.periodOf(last).to : ends;
  return planCatchUp({
    ...member,
    invoiced,
    own: billed.map((step) => ({ ...step, billable: true })),
    calendar,
    agreement: { ...agreement, endDate },
    charges,
    billingCodeId,
    decide: member.rules.decide,
  });
}

/** A contract whose end may be moved is not over yet. */
function checkContract(member: PlannedMember, contract: Contract): Stop | null {
  const { agreement } = contract.input;
  const status = contract.extension.allowed && agreement.status === "ended" ? "active" : agreement.status;
  const asksNothing = member.bills.every(({ lines }) =>
    lines.every((line) => canonical(line.quantity) === "0"),
  );
  if (status !== "active" && asksNothing) return { kind: "unchanged", issues: [] };
  const issues = checkAgreement({ ...agreement, status }, member.strategy);
  return issues.length > 0 ? { kind: "fail", issues: tellBound(issues, contract) } : null;
}

/** A contract service bills whole units only. */
function checkWholeUnits(wanted: Segment[], { name }: PsaAgreement): PlanIssue[] {
  const broken = wanted.find(({ quantity }) => !new Exact(quantity).isInteger());
  if (!broken) return [];
  const words = `A contract service takes whole units only, and ${broken.quantity} are invoiced.`;
  return [fail("psa_rejected", { words, name, date: broken.from, quantity: broken.quantity })];
}

/** Without one nothing stands, whatever was confirmed. */
function hasService({ storedServiceIds }: Reading["member"], { held }: Contract): boolean {
  return storedServiceIds.some((id) => held.has(id));
}
