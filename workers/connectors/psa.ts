import type { DecimalText, IsoDate } from "@/lib/values";

/**
 * What every PSA offers to the sync, in the product's words. A connector maps its API to these shapes,
 * throws only ApiError, and knows nothing of the database.
 */
export interface PsaConnector {
  readonly kind: "connectwise" | "autotask";
  /** Checks keys and each needed permission without creating anything. Throws only when there is no answer at all. */
  checkAccess(): Promise<AccessReport>;
  /** Bulk reads, a page at a time; complete or thrown, never silently short. */
  companies(): AsyncIterable<PsaCompany[]>;
  agreements(): AsyncIterable<PsaAgreement[]>;
  items(): AsyncIterable<PsaItem[]>;
  /** null when the PSA has no such record any more. */
  agreement(agreementId: string): Promise<PsaAgreement | null>;
  item(itemId: string): Promise<PsaItem | null>;
  /** All lines of one agreement, ours and others'. */
  lines(agreementId: string): Promise<AgreementLine[]>;
  line(agreementId: string, lineId: string): Promise<AgreementLine | null>;
  createLine(agreementId: string, line: NewLine, limits: WriteLimits): Promise<AgreementLine>;
  /** Writes only the named fields. `current` is the line as last read, for fields that depend on others. */
  changeLine(current: AgreementLine, change: LineChange, limits: WriteLimits): Promise<AgreementLine>;
  createItem(item: NewItem, limits: WriteLimits): Promise<PsaItem>;
  changeItem(itemId: string, change: ItemChange, limits: WriteLimits): Promise<PsaItem>;
  /** Items whose vendor SKU (or name, where the PSA has none) is this one: looks a create up again. */
  itemsBySku(sku: string): Promise<PsaItem[]>;
}

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
  /** null: the PSA does not say, and nothing is guessed. */
  billed: "in_arrears" | "in_advance" | null;
  /** Months of one billing cycle; null: a cycle that is not whole months. */
  cycleMonths: number | null;
  prorates: boolean;
  oneTime: boolean;
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

export type NewItem = {
  sku: string;
  name: string;
  unitCost: DecimalText;
  unitPrice: DecimalText;
};

export type ItemChange = { unitCost?: DecimalText; unitPrice?: DecimalText };
