import { Decimal } from "decimal.js";
import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import type { DecimalText, IsoDate } from "@/lib/values";
import type { ContractService, PsaAgreement, UnitsRow } from "../../psa";
import type { contractServiceSchema, unitsSchema } from "../schemas";
import { currentUnitCost } from "./unit-cost";

export type ServiceRecord = z.output<typeof contractServiceSchema>;
export type UnitsRecord = z.output<typeof unitsSchema>;

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
/** Autotask keeps prices to four decimals. */
const priceDecimals = 4;

export type Around = {
  agreement: PsaAgreement;
  itemName: string;
  units: readonly UnitsRecord[];
  /** What a unit of the contract's currency is worth in the tenant's own, or null. */
  rate: DecimalText | null;
};

export function mapContractService(
  record: ServiceRecord,
  { agreement, itemName, units, rate }: Around,
): ContractService {
  const rows = units.map(mapRow).sort((a, b) => (a.from < b.from ? -1 : 1));
  return {
    id: record.id,
    agreementId: record.contractID,
    itemId: record.serviceID,
    itemName,
    unitPrice: sellingPrice(record, rate),
    unitCost: currentUnitCost(record.unitCost ?? "0", rows, agreement),
    rows,
  };
}

/**
 * The price after all adjustments, in the contract's currency. Queries tell it only in the tenant's own, so it is brought
 * back by the ratio of the two list prices; a list price of zero has none, and the exchange rate of today must do.
 */
export function sellingPrice(record: ServiceRecord, rate: DecimalText | null): DecimalText {
  const own = new Exact(record.internalCurrencyAdjustedPrice);
  if (!hasNoListPrice(record)) {
    const listed = new Exact(record.unitPrice ?? "0");
    const listedOwn = new Exact(record.internalCurrencyUnitPrice ?? "0");
    if (listed.equals(listedOwn)) return own.toFixed();
    return own.times(listed).div(listedOwn).toDecimalPlaces(priceDecimals).toFixed();
  }
  const factor = new Exact(rate ?? "1");
  return factor.isZero() ? own.toFixed() : own.div(factor).toDecimalPlaces(priceDecimals).toFixed();
}

/** Then only the exchange rate tells what its price is in the contract's currency. */
export function hasNoListPrice({ unitPrice, internalCurrencyUnitPrice }: ServiceRecord): boolean {
  return new Exact(unitPrice ?? "0").isZero() || new Exact(internalCurrencyUnitPrice ?? "0").isZero();
}

function mapRow(record: UnitsRecord): UnitsRow {
  return {
    id: record.id,
    from: record.startDate,
    to: record.endDate,
    units: record.units,
    priceAmount: record.price ?? "0",
    costAmount: record.cost ?? "0",
    posted: record.approveAndPostDate !== null,
  };
}

/** The day after the last one that is posted; the contract's first when nothing is. */
export function firstUnpostedDay(
  agreement: Pick<PsaAgreement, "startDate">,
  rows: readonly Pick<UnitsRow, "to" | "posted">[],
): IsoDate | null {
  const posted = rows.filter((row) => row.posted).map((row) => row.to);
  const last = posted.sort().at(-1);
  return last === undefined ? agreement.startDate : Temporal.PlainDate.from(last).add({ days: 1 }).toString();
}
