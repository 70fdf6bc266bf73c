import type { AutotaskContractSeed, AutotaskSeed } from "../world/seed";
import { seededLedger } from "./contracts/seeded-ledger";
import type { RecordTable } from "./record-table";
import { entities } from "./schema/entities";
import type { Wire } from "./schema/field";
import type { EntityName } from "./schema/names";
import { type Clock, type Tables, Tenant } from "./tenant";
import { complete, midnightOf } from "./wire-values";

/** When the clerks of the seed typed everything in. */
const longAgo = "2024-07-01T01:00:00Z";
const clerk = 29682885;

/** A tenant as its administrator and clerks have filled it, by hand and long ago. */
export function seedTenant(seed: AutotaskSeed, clock: Clock): Tenant {
  const tenant = new Tenant(clock);
  fill(tenant.tables, seed);
  tenant.ledger.restore(seededLedger(seed));
  return tenant;
}

function put(table: RecordTable, name: EntityName, rows: readonly Wire[]): void {
  const fields = Object.keys(entities[name].fields);
  for (const row of rows) table.put(complete(fields, row));
}

function fill(tables: Tables, seed: AutotaskSeed): void {
  put(
    tables.currencies,
    "Currencies",
    seed.currencies.map(({ id, code, exchangeRate }) => ({
      id,
      name: code,
      description: code,
      exchangeRate: Number(exchangeRate),
      isActive: true,
      isInternalCurrency: Number(exchangeRate) === 1,
      lastModifiedDateTime: longAgo,
    })),
  );
  const company = {
    ownerResourceID: clerk,
    createdByResourceID: clerk,
    createDate: longAgo,
    lastTrackedModifiedDateTime: longAgo,
  };
  put(
    tables.companies,
    "Companies",
    seed.companies.map((one) => ({ ...company, ...one })),
  );
  put(
    tables.billingCodes,
    "BillingCodes",
    seed.billingCodes.map((one) => ({ billingCodeType: 0, ...one })),
  );
  put(
    tables.services,
    "Services",
    seed.services.map((one) => ({
      createDate: longAgo,
      creatorResourceID: clerk,
      lastModifiedDate: longAgo,
      ...one,
      description: one.description ?? null,
      sku: one.sku ?? null,
      vendorCompanyID: one.vendorCompanyID ?? null,
      unitPrice: Number(one.unitPrice),
      unitCost: Number(one.unitCost),
    })),
  );
  put(tables.contracts, "Contracts", seed.contracts.map(contractWire));
}

function contractWire({ postedThrough: _postedThrough, ...one }: AutotaskContractSeed): Wire {
  return {
    billingPreference: 2,
    contractCategory: 15,
    isCompliant: true,
    isDefaultContract: false,
    setupFee: 0,
    internalCurrencySetupFee: 0,
    timeReportingRequiresStartAndStopTimes: 0,
    ...one,
    contractNumber: one.contractNumber ?? null,
    startDate: midnightOf(one.startDate),
    endDate: midnightOf(one.endDate),
  };
}
