import type { IsoDate } from "@/lib/values";
import type { ContractRead, ContractService, PsaAgreement, UnitsRow } from "@/workers/connectors/psa";
import { type BillingCalendar, billingCalendar } from "../plan/calendar/boundary";
import { countDays, later, nextDay } from "../plan/calendar/dates";
import { canonical, Exact } from "../plan/exact";
import type { AdjustUnits, UnitsStep } from "./units-body";

export type { ContractRead };

export type UnitsShown =
  | { found: "desired"; service: ContractService }
  | { found: "before" }
  /** Neither: somebody else changed the units too, or the service is gone. */
  | { found: "other" };

/** Whether a contract as read shows that an adjustment took effect. Pure; the answer to the write proves nothing. */
export function unitsShown(read: ContractRead, { before, desired, targetId }: AdjustUnits): UnitsShown {
  const candidates = read.services.filter(({ id, itemId }) =>
    targetId === null ? itemId === desired.itemId && !before.serviceIds.includes(id) : id === targetId,
  );
  const [service] = candidates;
  if (candidates.length > 1 || (!service && targetId !== null)) return { found: "other" };
  const held = stepsFrom(service?.rows ?? [], desired.date);
  const last = later(service?.rows.at(-1)?.to ?? desired.date, desired.date);
  const wanted = before.steps.map(({ from, units }) => ({
    from,
    units: new Exact(units).plus(desired.unitChange).toFixed(),
  }));
  const isDone = service && sameUnits(held, wanted, last) && holdsPrices(read.agreement, service, desired);
  if (isDone) return { found: "desired", service };
  return { found: sameUnits(held, before.steps, last) ? "before" : "other" };
}

/** The units of each day from the date on, as steps; the last one goes on for ever. */
export function stepsFrom(rows: UnitsRow[], date: IsoDate): UnitsStep[] {
  const steps: UnitsStep[] = [];
  let next = date;
  for (const row of rows) {
    if (row.to < date) continue;
    if (row.from > next) steps.push({ from: next, units: "0" });
    steps.push({ from: later(row.from, date), units: canonical(row.units) });
    next = nextDay(row.to);
  }
  if (steps.length === 0) return [{ from: date, units: "0" }];
  return steps.filter((step, index) => step.units !== steps[index - 1]?.units);
}

/** Both say the same of every day up to the last one. */
function sameUnits(a: UnitsStep[], b: UnitsStep[], last: IsoDate): boolean {
  const days = [...a, ...b].map(({ from }) => from).filter((day) => day <= last);
  return days.every((day) => new Exact(unitsOn(a, day)).equals(unitsOn(b, day)));
}

function unitsOn(steps: UnitsStep[], day: IsoDate): string {
  return steps.findLast(({ from }) => from <= day)?.units ?? "0";
}

/** Rows tell a price by their amounts alone. One that began before the date was not split there. */
function holdsPrices(
  agreement: PsaAgreement,
  { rows }: ContractService,
  { date, unitPrice, unitCost }: AdjustUnits["desired"],
): boolean {
  const calendar = billingCalendar(agreement);
  if (!calendar) return false;
  return rows
    .filter((row) => row.to >= date)
    .every(
      (row) =>
        isAmountOf(row, row.priceAmount, unitPrice, calendar) &&
        isAmountOf(row, row.costAmount, unitCost, calendar),
    );
}

/** Within a cent: the PSA may round before or after it takes the share of the period. */
function isAmountOf(row: UnitsRow, amount: string, each: string | null, calendar: BillingCalendar): boolean {
  if (each === null) return true;
  const share = new Exact(countDays(row.from, row.to)).dividedBy(calendar.periodOf(row.from).days);
  return new Exact(row.units).times(each).times(share).minus(amount).abs().lessThanOrEqualTo("0.01");
}
