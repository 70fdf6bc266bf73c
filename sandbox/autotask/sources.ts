import Decimal from "decimal.js";
import type { BillingItem, Charge, ContractService, UnitsRow } from "./contracts/records";
import type { RecordTable } from "./record-table";
import { entities } from "./schema/entities";
import type { Wire } from "./schema/field";
import type { EntityName } from "./schema/names";
import type { Tenant } from "./tenant";
import type { Near, Sources } from "./views";
import { complete, midnightOf, numberOf } from "./wire-values";

/** Where each entity's records come from, every one with all of its fields. */
export function sourcesOf(tenant: Tenant): Sources {
  const { tables, ledger } = tenant;
  const rateOf = exchangeRates(tenant);
  /** `quick`: what is found without looking at every record; undefined: it has to be looked for. */
  const made = <T extends object>(
    name: EntityName,
    from: () => readonly T[],
    wire: (one: T) => Wire,
    quick: (near: Near) => readonly T[] | undefined = () => undefined,
  ) => {
    const fields = Object.keys(entities[name].fields);
    return (near?: Near) =>
      ((near && quick(near)) ?? nearby(from(), near))
        .map((one) => complete(fields, wire(one)))
        .sort((a, b) => Number(a.id) - Number(b.id));
  };
  const kept = (name: EntityName, table: RecordTable) =>
    made(
      name,
      () => table.all(),
      (row) => row,
      (near) => (near.field === "id" ? each(near, (id) => present(table.get(id))) : undefined),
    );
  return {
    BillingCodes: kept("BillingCodes", tables.billingCodes),
    Companies: kept("Companies", tables.companies),
    Contracts: kept("Contracts", tables.contracts),
    Currencies: kept("Currencies", tables.currencies),
    Products: kept("Products", tables.products),
    ServiceBundles: kept("ServiceBundles", tables.serviceBundles),
    Services: kept("Services", tables.services),
    ContractServices: made(
      "ContractServices",
      () => ledger.contractServices,
      (one) => serviceWire(one, rateOf(one.contractID)),
      (near) => {
        if (near.field === "id") return each(near, (id) => present(ledger.contractService(id)));
        return near.field === "contractID" ? each(near, (id) => ledger.servicesOfContract(id)) : undefined;
      },
    ),
    ContractServiceUnits: made(
      "ContractServiceUnits",
      () => ledger.unitsRows,
      (one) => unitsWire(one, tenant),
      (near) => {
        if (near.field === "contractServiceID") return each(near, (id) => ledger.unitsOfService(id));
        return near.field === "contractID" ? each(near, (id) => ledger.unitsOfContract(id)) : undefined;
      },
    ),
    ContractCharges: made(
      "ContractCharges",
      () => ledger.charges,
      (one) => chargeWire(one, rateOf(one.contractID), tenant),
    ),
    BillingItems: made(
      "BillingItems",
      () => ledger.billingItems,
      (one) => itemWire(one, rateOf(one.contractID), tenant),
    ),
    ContractServiceAdjustments: () => [],
  };
}

/** What each of the values leads to. */
function each<T>({ values }: Near, find: (id: number) => readonly T[]): T[] {
  return [...new Set(values)].flatMap((value) => (typeof value === "number" ? find(value) : []));
}

const present = <T>(one: T | undefined): T[] => (one === undefined ? [] : [one]);

/** The fields that choose are named alike on the wire and in the books. */
function nearby<T extends object>(all: readonly T[], near: Near | undefined): readonly T[] {
  if (!near) return all;
  const wanted = new Set(near.values);
  return all.filter((one) => wanted.has(Reflect.get(one, near.field)));
}

/** Exchange rate of a contract's company. */
function exchangeRates(tenant: Tenant): (contractId: number) => string {
  return (contractId) => tenant.exchangeRateOf(numberOf(tenant.tables.contracts.get(contractId)?.companyID));
}

const times = (amount: string, factor: string): number => new Decimal(amount).times(factor).toNumber();

function serviceWire(one: ContractService, rate: string): Wire {
  const { adjustedPrice, adjustedCost: _adjustedCost, ...rest } = one;
  return {
    ...rest,
    unitPrice: Number(one.unitPrice),
    unitCost: Number(one.unitCost),
    internalCurrencyUnitPrice: times(one.unitPrice, rate),
    internalCurrencyAdjustedPrice: times(adjustedPrice, rate),
  };
}

function unitsWire(one: UnitsRow, { tables }: Tenant): Wire {
  const { unitPrice: _unitPrice, unitCost: _unitCost, approveAndPostDate, ...rest } = one;
  return {
    ...rest,
    startDate: midnightOf(one.startDate),
    endDate: midnightOf(one.endDate),
    price: Number(one.price),
    cost: Number(one.cost),
    internalCurrencyPrice: Number(one.internalCurrencyPrice),
    approveAndPostDate: approveAndPostDate && midnightOf(approveAndPostDate),
    vendorCompanyID: tables.services.get(one.serviceID)?.vendorCompanyID ?? null,
  };
}

function chargeWire(one: Charge, rate: string, { chargeDates }: Tenant): Wire {
  const billable = new Decimal(one.unitQuantity).times(one.unitPrice).toFixed();
  return {
    ...one,
    datePurchased: midnightOf(one.datePurchased),
    createDate: chargeDates.get(one.id) ?? midnightOf(one.datePurchased),
    unitQuantity: Number(one.unitQuantity),
    unitPrice: Number(one.unitPrice),
    unitCost: Number(one.unitCost),
    billableAmount: one.isBillableToCompany ? Number(billable) : 0,
    extendedCost: times(one.unitQuantity, one.unitCost),
    internalCurrencyUnitPrice: times(one.unitPrice, rate),
    internalCurrencyBillableAmount: one.isBillableToCompany ? times(billable, rate) : 0,
  };
}

function itemWire(one: BillingItem, rate: string, { webServiceDates }: Tenant): Wire {
  const posted = midnightOf(one.postedDate);
  return {
    ...one,
    itemDate: midnightOf(one.itemDate),
    postedDate: posted,
    postedOnTime: posted,
    quantity: Number(one.quantity),
    rate: Number(one.rate),
    extendedPrice: Number(one.extendedPrice),
    totalAmount: Number(one.totalAmount),
    ourCost: Number(one.ourCost),
    internalCurrencyRate: times(one.rate, rate),
    internalCurrencyExtendedPrice: times(one.extendedPrice, rate),
    internalCurrencyTotalAmount: times(one.totalAmount, rate),
    nonBillable: 0,
    webServiceDate: webServiceDates.get(one.id) ?? null,
  };
}
