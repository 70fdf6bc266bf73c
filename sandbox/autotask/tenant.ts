import { z } from "zod";
import { type Books, ContractLedger } from "./contracts/ledger";
import type { LedgerContract } from "./contracts/records";
import { RecordTable } from "./record-table";
import type { Wire } from "./schema/field";
import { type AutotaskSettings, autotaskSettings } from "./settings";
import { sourcesOf } from "./sources";
import { Views } from "./views";
import { dayOf, numberOf } from "./wire-values";

/** `earliestDay`: the calendar day is never before this plain date, whatever the machine's clock says. */
export type Clock = {
  now?: () => Date;
  earliestDay?: () => string;
  /** Waits this many milliseconds. */
  sleep?: (ms: number) => Promise<void>;
};

/** The entities that are kept as they are; those of the contracts' books are in the ledger. */
export type Tables = Record<
  "billingCodes" | "companies" | "contracts" | "currencies" | "products" | "serviceBundles" | "services",
  RecordTable
>;

function emptyTables(): Tables {
  return {
    billingCodes: new RecordTable(),
    companies: new RecordTable(),
    contracts: new RecordTable(),
    currencies: new RecordTable(),
    products: new RecordTable(),
    serviceBundles: new RecordTable(),
    services: new RecordTable(),
  };
}

const stateShape = z.object({
  tables: z.record(z.string(), z.unknown()),
  ledger: z.unknown(),
  chargeDates: z.array(z.tuple([z.int(), z.string()])),
  webServiceDates: z.array(z.tuple([z.int(), z.string()])),
  settings: autotaskSettings,
});

/** Everything that one Autotask database remembers. */
export class Tenant {
  readonly tables: Tables = emptyTables();
  readonly ledger = new ContractLedger(this.books());
  readonly views = new Views(sourcesOf(this));
  /** When a charge was created, by its id. */
  chargeDates = new Map<number, string>();
  /** What clients wrote onto billing items, by id. */
  webServiceDates = new Map<number, string>();
  settings: AutotaskSettings = autotaskSettings.parse({});

  constructor(readonly clock: Clock = {}) {}

  now(): Date {
    return this.clock.now?.() ?? new Date();
  }

  timestamp(): string {
    return this.now().toISOString();
  }

  /** The tenant's calendar day as a plain date. */
  today(): string {
    if (this.settings.today !== null) return this.settings.today;
    const day = this.now().toISOString().slice(0, 10);
    const earliest = this.clock.earliestDay?.() ?? day;
    return earliest > day ? earliest : day;
  }

  /** What a unit of the company's currency is worth in the tenant's own, as decimal text. */
  exchangeRateOf(companyId: number | null): string {
    const company = companyId === null ? undefined : this.tables.companies.get(companyId);
    const currency = this.tables.currencies.get(numberOf(company?.currencyID) ?? 0);
    return String(numberOf(currency?.exchangeRate) ?? 1);
  }

  /**
   * Changes something for a client: reads may stay behind for a while, as the settings say. For a person's edits and
   * posting `staleReads` is 0.
   */
  write<T>(change: () => T, staleReads = this.settings.staleReads): T {
    this.views.keep(staleReads);
    try {
      return change();
    } finally {
      this.views.forget();
    }
  }

  private books(): Books {
    const { contracts, services } = this.tables;
    return {
      contracts: () => contracts.all().map((row) => this.ledgerContract(row)),
      contract: (id) => {
        const row = contracts.get(id);
        return row && this.ledgerContract(row);
      },
      service: (id) => {
        const row = services.get(id);
        return row && serviceOf(row);
      },
      settings: () => this.settings,
      today: () => this.today(),
    };
  }

  private ledgerContract(row: Wire): LedgerContract {
    const companyID = numberOf(row.companyID) ?? 0;
    return {
      id: Number(row.id),
      companyID,
      contractName: String(row.contractName),
      contractType: numberOf(row.contractType) ?? 0,
      status: numberOf(row.status) ?? 0,
      startDate: dayOf(row.startDate),
      endDate: dayOf(row.endDate),
      contractPeriodType: numberOf(row.contractPeriodType),
      exchangeRate: this.exchangeRateOf(companyID),
    };
  }

  snapshot(): unknown {
    return {
      tables: Object.fromEntries(
        Object.entries(this.tables).map(([name, table]) => [name, table.snapshot()]),
      ),
      ledger: this.ledger.snapshot(),
      chargeDates: [...this.chargeDates],
      webServiceDates: [...this.webServiceDates],
      settings: this.settings,
    };
  }

  restore(state: unknown): void {
    const read = stateShape.parse(state);
    for (const [name, table] of Object.entries(this.tables)) table.restore(read.tables[name]);
    this.chargeDates = new Map(read.chargeDates);
    this.webServiceDates = new Map(read.webServiceDates);
    this.settings = read.settings;
    this.ledger.restore(read.ledger);
    this.views.forget();
  }
}

function serviceOf(row: Wire) {
  return {
    id: Number(row.id),
    name: String(row.name),
    unitPrice: String(numberOf(row.unitPrice) ?? 0),
    unitCost: String(numberOf(row.unitCost) ?? 0),
  };
}
