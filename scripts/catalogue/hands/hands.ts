import type { ConnectorKind } from "@/lib/psa-names";
import type { Rig } from "@/scripts/testing/rig";
import type { CaseCustomer } from "../take-customer";
import { autotaskHands } from "./autotask";
import { connectWiseHands } from "./connectwise";

/** How an agreement differs from a monthly one that has been billed up to the newest usage month. Days are YYYY-MM-DD. */
export type AgreementWish = {
  startsOn?: string;
  endsOn?: string;
  cycle?: "quarterly";
  /** Of a kind that cannot carry subscriptions. */
  wrongKind?: boolean;
};

/** What a person does in a PSA's own pages. Ids are the PSA's, as text. */
export type Hands = {
  /** A new agreement of the customer's company. */
  addAgreement: (of: Pick<CaseCustomer, "companyId">, wish: AgreementWish) => Promise<string>;
  /** The agreement's last day. */
  endAgreement: (agreementId: string, lastDay: string) => Promise<void>;
  /** The PSA bills the next month of the agreement. */
  bill: (agreementId: string) => Promise<void>;
  /** Bills the customer's agreement in New Zealand dollars. */
  billInOtherCurrency: (of: CaseCustomer) => Promise<void>;
  /** Vendor SKUs for which there are items. */
  skus: () => Promise<Set<unknown>>;
  /** The item that stands for a vendor SKU. */
  itemOf: (sku: string) => Promise<string>;
  addItem: (sku: string, name: string) => Promise<string>;
  /** Takes the SKU off every item that carries it. */
  forgetSku: (sku: string) => Promise<void>;
  setItemInactive: (itemId: string, inactive: boolean) => Promise<void>;
  /** A line for the item that carries nothing of ours, since the first day of the newest usage month. */
  addLine: (agreementId: string, itemId: string, quantity: number) => Promise<string>;
  /** The one line on the agreement that is ours. */
  ourLine: (of: CaseCustomer) => Promise<string>;
  /** So many more: in ConnectWise on all of the line's days, in Autotask from 5 October 2026 on. */
  changeQuantity: (of: CaseCustomer, by: number) => Promise<void>;
  removeOurLine: (of: CaseCustomer) => Promise<void>;
  companyName: (companyId: string) => Promise<string>;
  addCompany: (name: string) => Promise<string>;
  retireCompany: (companyId: string) => Promise<void>;
};

export function handsOf(psa: ConnectorKind, rig: Rig): Hands {
  return psa === "autotask" ? autotaskHands(rig) : connectWiseHands(rig);
}
