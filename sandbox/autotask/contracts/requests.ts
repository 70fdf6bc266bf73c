import type { Bill, Charge, ContractService, LedgerContract, LedgerService } from "./records";

export type LedgerSettings = {
  /** A second adjustment of one contract service on one date. */
  sameDateAdjustments: "refused" | "allowed";
  /** An adjustment on or before the last posted day of the contract service; when allowed, posted rows stay as they are. */
  adjustmentsInPostedPeriods: "refused" | "allowed";
  /** Whether the tenant lets a contract have one service more than once. */
  allowRepeatService: boolean;
};

/** What the ledger asks of the tables around it. */
export type Books = {
  contracts(): LedgerContract[];
  contract(id: number): LedgerContract | undefined;
  service(id: number): LedgerService | undefined;
  settings(): LedgerSettings;
  /** YYYY-MM-DD, the date of posting. */
  today(): string;
};

export type Adjustment = {
  contractID: number;
  /** One of these two; contractServiceID comes first. */
  serviceID?: number;
  contractServiceID?: number;
  /** YYYY-MM-DD. */
  effectiveDate: string;
  /** Signed, a whole number. */
  unitChange: number;
  /** Decimals as text; may be negative. */
  adjustedUnitPrice?: string;
  adjustedUnitCost?: string;
  /** A further contract service even if the contract has this service. */
  allowRepeatService?: boolean;
};

export type NewContractService = {
  /** The next free one when absent. */
  id?: number;
  contractID: number;
  serviceID: number;
  adjustedPrice?: string;
  invoiceDescription?: string | null;
  internalDescription?: string | null;
};

export type ContractServiceEdit = Partial<
  Pick<ContractService, "adjustedPrice" | "invoiceDescription" | "internalDescription">
>;

export type NewCharge = Omit<Charge, "id" | "isBilled">;

export type PostRequest = {
  /** All contracts when absent. */
  contractIds?: number[];
  /** Posts every period that ends on or before this day; one period when absent. */
  until?: string;
};

export type PostAnswer = {
  bills: Bill[];
  /** Contracts that were asked for and of which nothing was posted. */
  skipped: { contractId: number; contractName: string; reason: string }[];
};
