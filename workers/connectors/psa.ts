import type { ApiError } from "@/lib/errors";
import type { DecimalText, IsoDate } from "@/lib/values";

/**
 * What every PSA offers to the sync, in the product's words. A connector maps its API to these shapes,
 * throws only ApiError, and knows nothing of the database.
 */
interface CommonPsa {
  /** Checks keys and each needed permission without creating anything. Throws only when there is no answer at all. */
  checkAccess(): Promise<AccessReport>;
  /** Bulk reads, a page at a time; complete or thrown, never silently short. */
  companies(): AsyncIterable<PsaCompany[]>;
  agreements(): AsyncIterable<PsaAgreement[]>;
  items(): AsyncIterable<PsaItem[]>;
  /** What the settings offer to choose from: empty where the PSA asks for nothing of the kind. */
  choices(): Promise<PsaChoice[]>;
  /** null when the PSA has no such record any more. */
  agreement(agreementId: string): Promise<PsaAgreement | null>;
  item(itemId: string): Promise<PsaItem | null>;
  createItem(item: NewItem, limits: WriteLimits): Promise<PsaItem>;
  changeItem(itemId: string, change: ItemChange, limits: WriteLimits): Promise<PsaItem>;
  /** Items whose vendor SKU (or name, where the PSA has none) is this one: looks a create up again. */
  itemsBySku(sku: string): Promise<PsaItem[]>;
  /** Every charge of the agreement that carries a reference, ours and others'. */
  charges(agreementId: string): Promise<PsaCharge[]>;
  createCharge(agreementId: string, charge: NewCharge, limits: WriteLimits): Promise<PsaCharge>;
}

/** A PSA that bills by dated lines: the additions of ConnectWise. */
export interface LinesPsa extends CommonPsa {
  readonly kind: "connectwise";
  /** All lines of one agreement, ours and others'. */
  lines(agreementId: string): Promise<AgreementLine[]>;
  line(agreementId: string, lineId: string): Promise<AgreementLine | null>;
  createLine(agreementId: string, line: NewLine, limits: WriteLimits): Promise<AgreementLine>;
  /** Writes only the named fields. `current` is the line as last read, for fields that depend on others. */
  changeLine(current: AgreementLine, change: LineChange, limits: WriteLimits): Promise<AgreementLine>;
}

/** A PSA that bills services by units, which are changed by signed adjustments: the contracts of Autotask. */
export interface UnitsPsa extends CommonPsa {
  readonly kind: "autotask";
  /**
   * Every service of a contract with all its units rows, and the contract completed with what only they tell: the first
   * day that is not posted yet, as `nextInvoiceDate`.
   */
  services(agreement: PsaAgreement): Promise<ContractRead>;
  /** The same of several contracts by the page, in the order given; what is wrong with one is an answer, too. */
  servicesOfAll(agreements: readonly PsaAgreement[]): Promise<(ContractRead | ApiError)[]>;
  /**
   * Of each contract the services of one item with all their units, in the order given and by the page: what shows whether
   * an adjustment took effect.
   */
  itemServices(
    wanted: readonly { agreement: PsaAgreement; itemId: string }[],
  ): Promise<(ContractService[] | ApiError)[]>;
  /** Sends one adjustment. Its answer proves nothing: only the units, read afterwards, do. */
  adjustUnits(adjustment: UnitsAdjustment, limits: WriteLimits): Promise<void>;
  /** Moves the contract's last day. Gives the contract as read afterwards. */
  extendAgreement(agreementId: string, endDate: IsoDate, limits: WriteLimits): Promise<PsaAgreement>;
}

/** A contract with its services, as read together. */
export type ContractRead = { agreement: PsaAgreement; services: ContractService[] };

export type PsaConnector = LinesPsa | UnitsPsa;

export type WriteLimits = { timeoutMs: number; signal?: AbortSignal };

export type AccessReport = {
  /** What the PSA says of itself, e.g. its version. */
  about: string | null;
  credentials: "accepted" | "refused";
  permissions: PermissionCheck[];
};

/** `name` in the PSA's own words, so that its administrator finds it: e.g. "Finance › Agreements › Add". */
export type PermissionCheck = { name: string; granted: boolean; words: string | null };

export type PsaCompany = {
  id: string;
  identifier: string;
  name: string;
  website: string | null;
  taxIdentifier: string | null;
  accountNumber: string | null;
  inactive: boolean;
};

export type AgreementStatus = "active" | "ended" | "cancelled" | "inactive";

export type PsaAgreement = {
  id: string;
  companyId: string;
  name: string;
  typeName: string | null;
  status: AgreementStatus;
  startDate: IsoDate | null;
  /** Last day; null: no ending date. */
  endDate: IsoDate | null;
  /** First day that the PSA bills at all. */
  billStartDate: IsoDate | null;
  nextInvoiceDate: IsoDate | null;
  /**
   * null: the PSA does not say, and nothing is guessed. `as_posted`: periods step from `startDate`, and
   * `nextInvoiceDate` is the day after the last one that a person has posted.
   */
  billed: "in_arrears" | "in_advance" | "as_posted" | null;
  /** Months of one billing cycle; null: a cycle that is not whole months. */
  cycleMonths: number | null;
  prorates: boolean;
  /** Takes charges only: a one-time agreement in ConnectWise, a fixed-price contract in Autotask. */
  oneTime: boolean;
  /** Of a kind that takes no subscriptions, such as work by the hour. */
  wrongKind?: true;
  /** ISO 4217, or null when the PSA names none. */
  currency: string | null;
};

export type PsaItem = {
  id: string;
  identifier: string;
  name: string;
  vendorSku: string | null;
  unitCost: DecimalText;
  unitPrice: DecimalText;
  inactive: boolean;
};

/** The PSA's billing line: an addition in ConnectWise. Both ends included; `to` null: open. */
export type AgreementLine = {
  id: string;
  agreementId: string;
  itemId: string;
  itemName: string;
  from: IsoDate;
  to: IsoDate | null;
  /** What is billed: quantity less what the agreement includes. */
  quantity: DecimalText;
  includedQuantity: DecimalText;
  unitCost: DecimalText;
  unitPrice: DecimalText;
  /** Our key, somebody else's, or null. */
  reference: string | null;
  taxable: boolean;
  billable: boolean;
};

export type NewLine = {
  itemId: string;
  reference: string;
  from: IsoDate;
  to: IsoDate | null;
  quantity: DecimalText;
  /** null: the PSA takes the item's own. */
  unitCost: DecimalText | null;
  unitPrice: DecimalText | null;
  /** Copied when a line is replaced; null: the item's own. */
  taxable: boolean | null;
};

export type LineChange = {
  from?: IsoDate;
  to?: IsoDate | null;
  quantity?: DecimalText;
  unitCost?: DecimalText;
  unitPrice?: DecimalText;
  reference?: string;
};

/** One service on a contract. Units stand in `rows`, one for each billing period, split where they changed. */
export type ContractService = {
  id: string;
  agreementId: string;
  itemId: string;
  itemName: string;
  /** As they stand for the newest row, in the contract's currency, ex tax. */
  unitPrice: DecimalText;
  unitCost: DecimalText;
  /** By first day. */
  rows: UnitsRow[];
};

/** Both ends included. The amounts are those of the row's days, as the PSA prorates and rounds them. */
export type UnitsRow = {
  id: string;
  from: IsoDate;
  to: IsoDate;
  units: DecimalText;
  priceAmount: DecimalText;
  costAmount: DecimalText;
  posted: boolean;
};

/** From `date` to the contract's end: so many units more (or less), and the named price and cost. */
export type UnitsAdjustment = {
  agreementId: string;
  itemId: string;
  /** null: the service is not on the contract yet, or stands there for others (`repeat`), and is made. */
  serviceId: string | null;
  repeat: boolean;
  date: IsoDate;
  unitChange: DecimalText;
  /** null: left as it is. */
  unitPrice: DecimalText | null;
  unitCost: DecimalText | null;
};

/** An amount that is billed once. Amounts are ex tax and may be negative. */
export type NewCharge = {
  /** Our key with the invoice's month, 50 characters at most. */
  reference: string;
  /** The PSA's item, where its charges need one. */
  itemId: string | null;
  billingCodeId: string | null;
  /** What the customer reads. */
  name: string;
  /** The billing period that bears it. */
  from: IsoDate;
  to: IsoDate;
  costAmount: DecimalText;
  priceAmount: DecimalText;
};

export type PsaCharge = {
  id: string;
  agreementId: string;
  reference: string | null;
  /** Where charges are lines like any other, the item's. */
  name: string;
  from: IsoDate;
  to: IsoDate | null;
  costAmount: DecimalText;
  priceAmount: DecimalText;
  /** null: the PSA does not say. */
  billed: boolean | null;
};

/** Something that the settings offer: a billing code for services, one for charges, or a vendor. */
export type PsaChoice = {
  kind: "service_billing_code" | "charge_billing_code" | "vendor";
  id: string;
  name: string;
  inactive: boolean;
};

export type NewItem = {
  sku: string;
  name: string;
  unitCost: DecimalText;
  unitPrice: DecimalText;
  /** Where the PSA asks for them; the ids of `choices`. */
  billingCodeId?: string;
  vendorId?: string;
};

export type ItemChange = { unitCost?: DecimalText; unitPrice?: DecimalText };
