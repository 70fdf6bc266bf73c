import { Temporal } from "temporal-polyfill";
import type { DecimalText, IsoDate } from "@/lib/values";
import type { AgreementLine, ContractService, PsaAgreement } from "../connectors/psa";

/** What recurs on an agreement, as `other_lines` keeps it. */
export type RecurringLine = {
  psaAgreementId: string;
  psaLineId: string;
  psaItemId: string;
  name: string;
  reference: string | null;
  firstDay: IsoDate | null;
  quantity: DecimalText;
  unitCost: DecimalText;
  unitPrice: DecimalText;
  currency: string | null;
  cycleMonths: number | null;
};

/** A line that ends is a charge, or has been dealt with, unless it goes on for longer than any month. */
const longerThanAMonth = 35;

/** A line that goes on billing after `today`; none where it bills nothing, is a charge, or is over. Pure. */
export function recurringLine(line: AgreementLine, agreement: PsaAgreement, today: IsoDate): RecurringLine[] {
  const goesOn = line.to === null || daysBetween(today, line.to) > longerThanAMonth;
  if (!line.billable || Number(line.quantity) === 0 || !goesOn) return [];
  const { id: psaLineId, itemId: psaItemId, itemName: name, reference, from: firstDay } = line;
  const { quantity, unitCost, unitPrice } = line;
  return [
    {
      ...ofAgreement(agreement),
      psaLineId,
      psaItemId,
      name,
      reference,
      firstDay,
      quantity,
      unitCost,
      unitPrice,
    },
  ];
}

/** A service with units on the last day that its contract has; none where it bills nothing then. Pure. */
export function recurringService(
  service: ContractService,
  agreement: PsaAgreement,
  today: IsoDate,
): RecurringLine[] {
  const last = service.rows.at(-1);
  if (!last || last.to < today || Number(last.units) === 0) return [];
  const { id: psaLineId, itemId: psaItemId, itemName: name, unitCost, unitPrice, rows } = service;
  const firstDay = rows[0]?.from ?? null;
  const of = {
    psaLineId,
    psaItemId,
    name,
    reference: null,
    firstDay,
    quantity: last.units,
    unitCost,
    unitPrice,
  };
  return [{ ...ofAgreement(agreement), ...of }];
}

function ofAgreement({ id, currency, cycleMonths }: PsaAgreement) {
  return { psaAgreementId: id, currency, cycleMonths };
}

function daysBetween(from: IsoDate, to: IsoDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}
