import type { AutotaskSeed } from "../../world/seed";
import type {
  Bill,
  BillingItem,
  Charge,
  ContractService,
  LedgerContract,
  LedgerService,
  LedgerState,
  UnitsRow,
} from "./records";

export type LedgerSettings = {
  /** A second adjustment of one contract service on one date. */
  sameDateAdjustments: "refused" | "allowed";
  /** An adjustment on or before the last posted day of the contract service. */
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
  /** One of these two. */
  serviceID?: number;
  contractServiceID?: number;
  /** YYYY-MM-DD. */
  effectiveDate: string;
  /** Signed, a whole number. */
  unitChange: number;
  /** Decimals as text; may be negative. */
  adjustedUnitPrice?: string;
  adjustedUnitCost?: string;
  allowRepeatService?: boolean;
};

export type NewContractService = {
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
  skipped: { contractId: number; contractName: string; reason: string }[];
};

/**
 * The contracts' books: services, units by period, charges, and what was posted. Money is decimal text, dates are
 * plain. What Autotask would refuse throws Refused with its words and changes nothing.
 */
export interface Ledger {
  readonly contractServices: readonly ContractService[];
  /** By contract service and start date. */
  readonly unitsRows: readonly UnitsRow[];
  readonly charges: readonly Charge[];
  readonly billingItems: readonly BillingItem[];
  readonly bills: readonly Bill[];

  /** Answers the contract service that was changed, or created. */
  adjust(adjustment: Adjustment): ContractService;
  /** A contract service without units. */
  addService(service: NewContractService): ContractService;
  /** A new adjustedPrice counts for all days that are not posted. */
  changeService(id: number, edit: ContractServiceEdit): ContractService;
  /** Call it before the contract's new end is stored: units go on to the new end, or are cut off there. */
  extend(contractId: number, endDate: string): void;
  addCharge(charge: NewCharge): Charge;
  changeCharge(id: number, edit: Partial<NewCharge>): Charge;
  removeCharge(id: number): void;
  /** "Approve and post". */
  post(request?: PostRequest): PostAnswer;

  snapshot(): LedgerState;
  /** Throws when the state is no ledger's. */
  restore(state: unknown): void;
}

/** `new ContractLedger(books)` and `ContractLedger.fromSeed(seed, books)`, which posts up to each contract's `postedThrough`. */
export type LedgerClass = {
  new (books: Books): Ledger;
  fromSeed(seed: AutotaskSeed, books: Books): Ledger;
};
