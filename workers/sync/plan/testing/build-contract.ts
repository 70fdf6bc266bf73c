import { Decimal } from "decimal.js";
import type { IsoDate } from "@/lib/values";
import type { ContractService, PsaAgreement, UnitsRow } from "@/workers/connectors/psa";
import type { ContractInput, ContractPlan, PlannedMember, StandingMember } from "../units/types";
import { aBill, anAgreement, dateOf, dayNumber, daysInMonth, theRules } from "./build";

/** A contract of 2026 whose September is posted. */
export function aContract(fields: Partial<PsaAgreement> = {}): PsaAgreement {
  return anAgreement({
    startDate: "2026-01-01",
    billStartDate: null,
    endDate: "2026-12-31",
    nextInvoiceDate: "2026-10-01",
    billed: "as_posted",
    ...fields,
  });
}

/** October 2026 with 10 licences all month at 30 (cost 20), new on the contract. */
export function aMember(key: string, fields: Partial<PlannedMember> = {}): PlannedMember {
  return {
    kind: "planned",
    key,
    itemId: "item-1",
    strategy: "cost_and_retail",
    storedServiceIds: [],
    bills: [aBill("2026-10", [[1, 31, "10"]])],
    confirmed: null,
    unsettled: false,
    subscriptionActive: true,
    productName: "Microsoft 365 Business Premium",
    rules: theRules(),
    ...fields,
  };
}

export function aStander(key: string, fields: Partial<StandingMember> = {}): StandingMember {
  return {
    kind: "standing",
    key,
    itemId: "item-1",
    strategy: "cost_and_retail",
    storedServiceIds: [],
    confirmed: [],
    endsOn: null,
    ...fields,
  };
}

type Piece = [from: IsoDate, units: number, prices?: { unitPrice?: string; unitCost?: string }];

/** A service whose units change on the given days, with rows by calendar month up to the end of 2026. */
export function aService(
  id: string,
  pieces: Piece[],
  fields: Partial<ContractService> = {},
): ContractService {
  const rows = pieces.flatMap((piece, i) => {
    const end = pieces[i + 1]?.[0];
    return monthsOf(piece, end === undefined ? "2026-12-31" : dateOf(dayNumber(end) - 1), id);
  });
  const last = pieces.at(-1)?.[2];
  return {
    id,
    agreementId: "agreement-1",
    itemId: "item-1",
    itemName: "Microsoft 365 Business Premium",
    unitPrice: last?.unitPrice ?? "30",
    unitCost: last?.unitCost ?? "20",
    rows,
    ...fields,
  };
}

function monthsOf([from, units, prices]: Piece, to: IsoDate, id: string): UnitsRow[] {
  const rows: UnitsRow[] = [];
  for (let day = from; day <= to; ) {
    const ofMonth = daysInMonth(day);
    const monthEnd = `${day.slice(0, 7)}-${ofMonth}`;
    const last = monthEnd < to ? monthEnd : to;
    const days = dayNumber(last) - dayNumber(day) + 1;
    const amount = (price: string) =>
      new Decimal(units).times(price).times(days).div(ofMonth).toFixed(2, Decimal.ROUND_HALF_UP);
    rows.push({
      id: `${id}-${day}`,
      from: day,
      to: last,
      units: String(units),
      priceAmount: amount(prices?.unitPrice ?? "30"),
      costAmount: amount(prices?.unitCost ?? "20"),
      posted: day < "2026-10-01",
    });
    day = dateOf(dayNumber(last) + 1);
  }
  return rows;
}

export function aContractInput(fields: Partial<ContractInput> = {}): ContractInput {
  return {
    agreement: aContract(),
    services: [],
    charges: [],
    members: [],
    adjustedOn: new Map(),
    extend: false,
    chargeBillingCodeId: null,
    allowRepeat: null,
    ...fields,
  };
}

/** Adjustments as short texts: "service-1 2026-10-15 +2 @31", "new 2026-10-01 +10 @30/20". */
export function describeServices({ services }: Pick<ContractPlan, "services">): string[] {
  return services.flatMap(({ serviceId, adjustments }) =>
    adjustments.map(({ date, unitChange, unitPrice, unitCost, repeat }) => {
      const service = serviceId ?? (repeat ? "another" : "new");
      const change = unitChange.startsWith("-") ? unitChange : `+${unitChange}`;
      const price = unitPrice === null ? "" : ` price ${unitPrice}`;
      return `${service} ${date} ${change}${price}${unitCost === null ? "" : ` cost ${unitCost}`}`;
    }),
  );
}
