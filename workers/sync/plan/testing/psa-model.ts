import { Decimal } from "decimal.js";
import type { IsoDate } from "@/lib/values";
import type { AgreementLine } from "@/workers/connectors/psa";
import type { LineAction } from "../types";
import { dateOf, dayNumber, daysInMonth } from "./build";

/** What a new line costs where the writer leaves it to the PSA. */
const itemPrices = { unitCost: "11", unitPrice: "17" };

/** The lines of an agreement after one write, as a PSA would hold them. */
export function applyAction(lines: AgreementLine[], action: LineAction): AgreementLine[] {
  if (action.kind === "change") {
    const { current, change } = action;
    return lines.map((line) => (line.id === current.id ? { ...line, ...change } : line));
  }
  const { line } = action;
  const created: AgreementLine = {
    id: `line-${1 + Math.max(0, ...lines.map(({ id }) => Number(id.replace(/\D/g, "")) || 0))}`,
    agreementId: lines[0]?.agreementId ?? "agreement-1",
    itemId: line.itemId,
    itemName: "Microsoft 365 Business Premium",
    from: line.from,
    to: line.to,
    quantity: line.quantity,
    includedQuantity: "0",
    unitCost: line.unitCost ?? itemPrices.unitCost,
    unitPrice: line.unitPrice ?? itemPrices.unitPrice,
    reference: line.reference,
    taxable: line.taxable ?? true,
    billable: true,
  };
  return [...lines, created];
}

export function applyActions(lines: AgreementLine[], actions: LineAction[]): AgreementLine[] {
  return actions.reduce(applyAction, lines);
}

/** The lines that hold on a day. */
export function linesOn(lines: AgreementLine[], day: IsoDate): AgreementLine[] {
  return lines.filter((line) => line.from <= day && (line.to === null || day <= line.to));
}

/** Every day from one to the other, both included. */
export function eachDay(from: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = dayNumber(from); day <= dayNumber(to); day++) days.push(dateOf(day));
  return days;
}

/** What a PSA whose periods are calendar months bills for a month: a line's days of the month, rounded half up. */
export function billMonth(
  lines: AgreementLine[],
  month: IsoDate,
  field: "unitCost" | "unitPrice",
  prorates = true,
): string {
  const ofMonth = daysInMonth(month);
  const days = eachDay(month, dateOf(dayNumber(month) + ofMonth - 1));
  let total = new Decimal(0);
  for (const line of lines) {
    const held = days.filter((day) => linesOn([line], day).length > 0).length;
    const billed = prorates || held === 0 ? held : ofMonth;
    const amount = new Decimal(line.quantity).times(line[field]).times(billed).div(ofMonth);
    total = total.plus(amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP));
  }
  return total.toFixed(2);
}
