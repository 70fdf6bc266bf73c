import { z } from "zod";
import { type Bill, bill } from "./bill/bill";
import { additionEntity } from "./schema/addition";
import type { Agreement } from "./schema/agreement";
import { type AgreementStatus, agreementEntity } from "./schema/agreement";
import { catalogItemEntity } from "./schema/catalog-item";
import { companyEntity } from "./schema/company";
import * as setup from "./schema/setup";
import { type ConnectWiseSettings, connectWiseSettings } from "./settings";
import { Table } from "./table";

function emptyTables() {
  return {
    companies: new Table(companyEntity),
    companyStatuses: new Table(setup.companyStatusEntity),
    companyTypes: new Table(setup.companyTypeEntity),
    companySites: new Table(setup.companySiteEntity, (site) => site.company.id),
    companyTypeAssociations: new Table(setup.typeAssociationEntity, (association) => association.company.id),
    agreements: new Table(agreementEntity),
    agreementTypes: new Table(setup.agreementTypeEntity),
    agreementAdjustments: new Table(setup.agreementAdjustmentEntity, (adjustment) => adjustment.agreementId),
    additions: new Table(additionEntity, (addition) => addition.agreementId),
    billingCycles: new Table(setup.billingCycleEntity),
    currencies: new Table(setup.currencyEntity),
    catalog: new Table(catalogItemEntity),
    categories: new Table(setup.categoryEntity),
    subcategories: new Table(setup.subcategoryEntity),
    productTypes: new Table(setup.productTypeEntity),
    unitsOfMeasure: new Table(setup.unitOfMeasureEntity),
    callbacks: new Table(setup.callbackEntity),
  };
}

export type Tables = ReturnType<typeof emptyTables>;

export type Keys = { companyId: string; publicKey: string; privateKey: string; clientId: string };

/** `earliestDay`: the calendar day is never before this plain date, whatever the machine's clock says. */
export type Clock = { now?: () => Date; earliestDay?: () => string };

const stateShape = z.object({
  tables: z.record(z.string(), z.unknown()),
  invoicedThrough: z.array(z.tuple([z.int(), z.string()])),
  billedOnce: z.array(z.int()),
  bills: z.array(bill),
  settings: connectWiseSettings,
});

/** Everything that one ConnectWise site remembers. */
export class Site {
  readonly tables: Tables = emptyTables();
  /** Last day that has been invoiced of an addition; plain dates by addition id. Not visible over the API. */
  invoicedThrough = new Map<number, string>();
  /** One-time agreements that have had their one invoice. */
  billedOnce = new Set<number>();
  bills: Bill[] = [];
  settings: ConnectWiseSettings = connectWiseSettings.parse({});

  constructor(
    readonly companyName: string,
    readonly keys: Keys,
    readonly clock: Clock = {},
  ) {}

  now(): Date {
    return this.clock.now?.() ?? new Date();
  }

  /** The site's calendar day as a plain date. */
  today(): string {
    if (this.settings.today !== null) return this.settings.today;
    const day = this.now().toISOString().slice(0, 10);
    const earliest = this.clock.earliestDay?.() ?? day;
    return earliest > day ? earliest : day;
  }

  timestamp(): string {
    return this.now()
      .toISOString()
      .replace(/\.\d{3}Z$/, "Z");
  }

  statusOf(agreement: Agreement): AgreementStatus {
    if (agreement.cancelledFlag) return "Cancelled";
    const expired = agreement.endDate !== undefined && agreement.endDate.slice(0, 10) < this.today();
    return expired ? "Expired" : "Active";
  }

  snapshot(): unknown {
    return {
      tables: Object.fromEntries(
        Object.entries(this.tables).map(([name, table]) => [name, table.snapshot()]),
      ),
      invoicedThrough: [...this.invoicedThrough],
      billedOnce: [...this.billedOnce],
      bills: this.bills,
      settings: this.settings,
    };
  }

  restore(state: unknown): void {
    const read = stateShape.parse(state);
    for (const [name, table] of Object.entries(this.tables)) table.restore(read.tables[name]);
    this.invoicedThrough = new Map(read.invoicedThrough);
    this.billedOnce = new Set(read.billedOnce);
    this.bills = read.bills;
    this.settings = read.settings;
  }
}
