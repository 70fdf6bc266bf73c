import { Decimal } from "decimal.js";
import { Temporal } from "temporal-polyfill";
import type { DecimalText, IsoDate } from "@/lib/values";
import type { PsaAgreement, UnitsRow } from "../../psa";

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

type Periods = Pick<PsaAgreement, "startDate" | "cycleMonths">;

/**
 * The cost of one unit for a whole period, as the newest row is billed. A contract service names the catalogue's cost, and
 * whether an adjustment of the cost shows there the vendor does not say: so it counts only when it explains that row's amount
 * to the cent; else the cost is what the amounts of a whole period's row, or of this one, come to for each unit.
 */
export function currentUnitCost(
  listed: DecimalText,
  rows: readonly UnitsRow[],
  periods: Periods,
): DecimalText {
  const billed = rows.filter((row) => !new Exact(row.units).isZero());
  const newest = billed.at(-1);
  if (!newest) return listed;
  const whole = billed.filter((row) => shareOf(row, periods)?.equals(1)).at(-1);
  const candidates = [listed, ...(whole ? [perUnit(whole, periods)] : []), perUnit(newest, periods)];
  return candidates.find((cost) => cost !== null && explains(cost, newest, periods)) ?? listed;
}

function explains(cost: DecimalText, row: UnitsRow, periods: Periods): boolean {
  const share = shareOf(row, periods);
  if (share === null) return false;
  return new Exact(row.units).times(cost).times(share).toDecimalPlaces(2).equals(row.costAmount);
}

/** With the fewest decimals, of two to four, that come to the row's amount. */
function perUnit(row: UnitsRow, periods: Periods): DecimalText | null {
  const share = shareOf(row, periods);
  if (share === null) return null;
  const exact = new Exact(row.costAmount).div(new Exact(row.units).times(share));
  const rounded = [2, 3, 4].map((decimals) => exact.toDecimalPlaces(decimals).toFixed());
  return rounded.find((cost) => explains(cost, row, periods)) ?? null;
}

/** The row's part of its period, by days; null when the contract's periods are unknown. */
function shareOf(
  { from, to }: Pick<UnitsRow, "from" | "to">,
  { startDate, cycleMonths }: Periods,
): Decimal | null {
  if (startDate === null || cycleMonths === null) return null;
  const period = periodOf(from, startDate, cycleMonths);
  return new Exact(daysOf(from, to)).div(daysOf(period.from, period.to));
}

/** Periods step from the contract's start, each counted from there. */
function periodOf(day: IsoDate, startDate: IsoDate, cycleMonths: number): { from: IsoDate; to: IsoDate } {
  const first = Temporal.PlainDate.from(startDate);
  const startOf = (index: number) => first.add({ months: index * cycleMonths });
  const passed = first.until(Temporal.PlainDate.from(day), { largestUnit: "months" }).months;
  let index = Math.max(0, Math.floor(passed / cycleMonths));
  while (startOf(index + 1).toString() <= day) index += 1;
  return {
    from: startOf(index).toString(),
    to: startOf(index + 1)
      .subtract({ days: 1 })
      .toString(),
  };
}

function daysOf(from: IsoDate, to: IsoDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days + 1;
}
