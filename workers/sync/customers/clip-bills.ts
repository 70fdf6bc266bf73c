import type { IsoDate } from "@/lib/values";
import { countDays, nextDay } from "../plan/calendar/dates";
import { Exact } from "../plan/exact";
import type { ChargeLine, SubscriptionBill } from "../plan/types";

/** What the bills say of the days after `lastDay`; amounts of a row that is cut are shared out by days. Pure. */
export function clipBills(bills: SubscriptionBill[], lastDay: IsoDate): SubscriptionBill[] {
  return bills
    .filter((bill) => bill.periodEnd > lastDay)
    .map((bill) =>
      bill.periodStart > lastDay
        ? bill
        : {
            ...bill,
            periodStart: nextDay(lastDay),
            lines: bill.lines.flatMap((line) => clipLine(line, lastDay)),
          },
    );
}

function clipLine(line: ChargeLine, lastDay: IsoDate): ChargeLine[] {
  if (line.chargeStart > lastDay) return [line];
  if (line.chargeEnd <= lastDay) return [];
  const chargeStart = nextDay(lastDay);
  const left = countDays(chargeStart, line.chargeEnd);
  const days = countDays(line.chargeStart, line.chargeEnd);
  const share = (amount: string) => new Exact(amount).times(left).dividedBy(days).toFixed();
  return [
    {
      ...line,
      chargeStart,
      billableRatio: share(line.billableRatio),
      costAmount: share(line.costAmount),
      priceAmount: share(line.priceAmount),
    },
  ];
}
