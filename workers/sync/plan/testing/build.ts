import { isDeepStrictEqual } from "node:util";
import { Decimal } from "decimal.js";
import type { DecimalText, IsoDate } from "@/lib/values";
import type { AgreementLine, PsaAgreement, PsaCharge } from "@/workers/connectors/psa";
import type { ChargesInput } from "../charges/types";
import type { ChargeLine, Decision, PlanRules, Segment, SubscriptionBill, SubscriptionInput } from "../types";

const subscriptionId = "6f1c2f0e-7d0a-4c56-9d0b-0d8f7a1b2c3d";
export const key = `${subscriptionId}:licence`;

/** A monthly agreement billed in arrears whose October 2026 is not invoiced yet. */
export function anAgreement(fields: Partial<PsaAgreement> = {}): PsaAgreement {
  return {
    id: "agreement-1",
    companyId: "company-1",
    name: "Cloud services",
    typeName: "Managed",
    status: "active",
    startDate: "2025-01-01",
    endDate: null,
    billStartDate: "2025-01-01",
    nextInvoiceDate: "2026-11-01",
    billed: "in_arrears",
    cycleMonths: 1,
    prorates: true,
    oneTime: false,
    currency: "AUD",
    ...fields,
  };
}

/** A line of ours, open since January 2026: 10 licences at 30 (cost 20). */
export function aLine(fields: Partial<AgreementLine> = {}): AgreementLine {
  return {
    id: "line-1",
    agreementId: "agreement-1",
    itemId: "item-1",
    itemName: "Microsoft 365 Business Premium",
    from: "2026-01-01",
    to: null,
    quantity: "10",
    includedQuantity: "0",
    unitCost: "20",
    unitPrice: "30",
    reference: key,
    taxable: true,
    billable: true,
    ...fields,
  };
}

type RowFields = { unitCost?: DecimalText; unitPrice?: DecimalText } & Partial<ChargeLine>;

/** A row of an invoice, 30 each (cost 20), its amounts by the days of the month that it starts in. */
export function aRow(from: IsoDate, to: IsoDate, quantity: DecimalText, fields: RowFields = {}): ChargeLine {
  const { unitCost = "20", unitPrice = "30" } = fields;
  const days = dayNumber(to) - dayNumber(from) + 1;
  const ofMonth = daysInMonth(from);
  const amount = (price: DecimalText) =>
    new Decimal(quantity).times(price).times(days).div(ofMonth).toFixed(2, Decimal.ROUND_HALF_UP);
  return {
    chargeStart: from,
    chargeEnd: to,
    quantity,
    unitCost,
    unitPrice,
    billableRatio: new Decimal(days).div(ofMonth).toFixed(10),
    costAmount: amount(unitCost),
    priceAmount: amount(unitPrice),
    ...fields,
  };
}

/** The bill of a month ("2026-10"); a row is [first day, last day, quantity, fields]. */
export function aBill(
  month: string,
  rows: [from: number, to: number, quantity: DecimalText, fields?: RowFields][],
): SubscriptionBill {
  const day = (number: number) => `${month}-${String(number).padStart(2, "0")}`;
  return {
    invoiceId: `invoice-${month}`,
    periodStart: day(1),
    periodEnd: day(daysInMonth(day(1))),
    lines: rows.map(([from, to, quantity, fields]) => aRow(day(from), day(to), quantity, fields)),
  };
}

/** No limits, hand edits are set back, nothing was decided yet. */
export function theRules(fields: Partial<PlanRules> = {}): PlanRules {
  return {
    guard: { quantity: null, money: null, percent: null },
    handEdits: "overwrite",
    decide: () => null,
    ...fields,
  };
}

/** Every issue of the code (with just these facts, if given) is decided so. */
export function decided(
  code: string,
  choice: Decision["choice"],
  facts?: Record<string, string>,
  details: Record<string, string> = {},
): PlanRules {
  return theRules({
    decide: (issue) =>
      issue.code === code && (!facts || isDeepStrictEqual(issue.facts, facts)) ? { choice, details } : null,
  });
}

/** Usage of October 2026 that is not in the PSA yet. */
export function aChargesInput(fields: Partial<ChargesInput> = {}): ChargesInput {
  return {
    key: `${subscriptionId}:azure`,
    kind: "azure",
    productName: "Azure plan",
    bills: [aBill("2026-10", [[1, 31, "10"]])],
    settledThrough: null,
    postedElsewhere: [],
    currency: "AUD",
    itemId: "item-1",
    billingCodeId: null,
    agreement: anAgreement(),
    charges: [],
    rules: theRules(),
    ...fields,
  };
}

export function aCharge(fields: Partial<PsaCharge> = {}): PsaCharge {
  return {
    id: "charge-1",
    agreementId: "agreement-1",
    reference: `${subscriptionId}:azure2610`,
    name: "Usage Oct 2026 – Azure plan",
    from: "2026-10-01",
    to: "2026-10-31",
    costAmount: "200.00",
    priceAmount: "300.00",
    billed: null,
    ...fields,
  };
}

/** October 2026 with 10 licences all month, an agreement without lines. */
export function anInput(fields: Partial<SubscriptionInput> = {}): SubscriptionInput {
  return {
    key,
    bills: [aBill("2026-10", [[1, 31, "10"]])],
    confirmed: null,
    subscriptionActive: true,
    strategy: "cost_and_retail",
    itemId: "item-1",
    agreement: anAgreement(),
    lines: [],
    storedLineIds: [],
    productName: "Microsoft 365 Business Premium",
    charges: [],
    rules: theRules(),
    ...fields,
  };
}

/** A step at 30 each, cost 20. */
export function aStep(
  from: IsoDate,
  to: IsoDate | null,
  quantity: DecimalText,
  fields: Partial<Segment> = {},
): Segment {
  return { from, to, quantity, unitCost: "20", unitPrice: "30", ...fields };
}

export function dayNumber(date: IsoDate): number {
  return Date.parse(date) / 86_400_000;
}

export function dateOf(day: number): IsoDate {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export function daysInMonth(date: IsoDate): number {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();
}
