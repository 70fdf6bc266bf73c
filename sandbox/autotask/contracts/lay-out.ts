import { amountOf } from "./decimals";
import { addDays, countDays, earlier, later, type Period, periodsBetween } from "./periods";
import type { ContractService, LedgerContract, UnitsRow } from "./records";
import type { Step } from "./steps";

export type Layout = {
  /** With the end that is to hold. */
  contract: LedgerContract;
  service: Pick<ContractService, "id" | "serviceID">;
  steps: readonly Step[];
  /** The service's rows so far: posted ones stay as they are, the others lend their ids to rows of the same first day. */
  rows: readonly UnitsRow[];
  nextRowId: () => number;
};

/**
 * The units rows of a contract service: one for each billing period from its first day to the contract's end, split
 * where a step begins. A row's price is units × unit price × days ÷ days of the period, rounded half up to cents.
 */
export function layOutUnits({ contract, service, steps, rows, nextRowId }: Layout): UnitsRow[] {
  const posted = rows.filter((row) => row.approveAndPostDate !== null);
  const lastPosted = posted.reduce((last, row) => later(last, row.endDate), "");
  const first = steps[0]?.from;
  if (first === undefined) return posted;
  const open = lastPosted === "" ? first : later(first, addDays(lastPosted, 1));
  const ids = new Map(
    rows.filter((row) => row.approveAndPostDate === null).map((row) => [row.startDate, row.id]),
  );
  const laid = periodsBetween(contract, open, contract.endDate).flatMap((period) =>
    stretchesOf(period, steps, { start: open, end: contract.endDate }).map(({ days, step }) =>
      rowOf(contract, service, period, days, step, ids.get(days.start) ?? nextRowId()),
    ),
  );
  return [...posted, ...laid];
}

function stretchesOf(period: Period, steps: readonly Step[], within: Period) {
  return steps.flatMap((step, index) => {
    const next = steps[index + 1];
    const start = later(later(period.start, within.start), step.from);
    const last = earlier(period.end, within.end);
    const end = next ? earlier(last, addDays(next.from, -1)) : last;
    return start > end ? [] : [{ days: { start, end }, step }];
  });
}

function rowOf(
  contract: LedgerContract,
  service: Layout["service"],
  period: Period,
  days: Period,
  { units, unitPrice, unitCost }: Step,
  id: number,
): UnitsRow {
  const share = { days: countDays(days), periodDays: countDays(period) };
  const price = amountOf(units, unitPrice, share);
  return {
    id,
    contractID: contract.id,
    contractServiceID: service.id,
    serviceID: service.serviceID,
    startDate: days.start,
    endDate: days.end,
    units,
    price,
    cost: amountOf(units, unitCost, share),
    internalCurrencyPrice: amountOf(price, contract.exchangeRate ?? "1"),
    approveAndPostDate: null,
    unitPrice,
    unitCost,
  };
}
