import { type ConnectWiseOptions, createConnectWiseConnector } from "../connectwise/provider";
import type { NewLine } from "../psa";
import { all } from "./expect-error";
import { testSandbox } from "./sandbox";
import { recordingHooks } from "./waits";

export const limits = { timeoutMs: 5_000 };

/** A sandbox for all tests of a file, with connectors to its PSA. */
export function connectWiseSandbox() {
  const { control, endpoints, closing } = testSandbox();

  /** A connector that does not really wait, with what it calls and waits for. */
  function connect(change: Partial<ConnectWiseOptions> = {}) {
    const { url, ...keys } = endpoints().connectwise;
    const log = recordingHooks();
    const psa = createConnectWiseConnector({
      site: url,
      ...keys,
      allowSandbox: true,
      ...log.hooks,
      ...change,
    });
    closing(psa);
    return { psa, ...log };
  }

  /** An agreement that is billed in arrears from 1 September on, and an item to put on it. */
  async function place() {
    const { psa } = connect();
    const agreements = await all(psa.agreements());
    const agreement = agreements.find((one) => one.billed === "in_arrears" && one.prorates && !one.oneTime);
    const item = (await all(psa.items())).find((one) => one.vendorSku !== null);
    if (!agreement?.nextInvoiceDate || !item)
      throw new Error("The scenario has no agreement or no item to use.");
    return {
      agreementId: agreement.id,
      itemId: item.id,
      from: agreement.nextInvoiceDate,
      sku: item.vendorSku ?? "",
    };
  }

  return { connect, place, control, endpoints };
}

export const newLine = (itemId: string, from: string, change: Partial<NewLine> = {}): NewLine => ({
  itemId,
  reference: "2f295b21-0000-4000-8000-000000000001:licence",
  from,
  to: null,
  quantity: "25",
  unitCost: "28.19",
  unitPrice: "34.55",
  taxable: null,
  ...change,
});
