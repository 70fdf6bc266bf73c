import { type Sandbox, startSandbox } from "@/sandbox/start";
import { type ConnectWiseOptions, createConnectWiseConnector } from "../connectwise/provider";
import type { NewLine } from "../psa";
import { controlAt } from "./control";
import { all } from "./expect-error";
import { recordingHooks } from "./waits";

export const limits = { timeoutMs: 5_000 };

/** A sandbox for all tests of a file, as on its first day before each of them. */
export function connectWiseSandbox() {
  let sandbox: Sandbox;
  let control: ReturnType<typeof controlAt>;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox({ newestUsageMonth: "2026-08-01" });
    control = controlAt(sandbox.endpoints.control);
  });
  beforeEach(() => control.reset());
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.close()));
    await sandbox.stop();
  });

  /** A connector that does not really wait, with what it calls and waits for. */
  function connect(change: Partial<ConnectWiseOptions> = {}) {
    const { url, ...keys } = sandbox.endpoints.connectwise;
    const log = recordingHooks();
    const psa = createConnectWiseConnector({
      site: url,
      ...keys,
      allowSandbox: true,
      ...log.hooks,
      ...change,
    });
    opened.push(psa);
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

  return { connect, place, control: () => control, endpoints: () => sandbox.endpoints };
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
