import type { SandboxAddition } from "./sandbox-control";
import type { WriteBench } from "./write-bench";

export type BilledLine = {
  invoiceId: string;
  /** Of the invoice's file; rows count from 1. */
  row: number;
  subscriptionId: string;
  /** The subscription's key as a licence. */
  key: string;
  quantity: string;
  addition: SandboxAddition;
};

/** The lines for whole months on the newest invoice that we bill in ConnectWise. */
export async function billedLines(bench: WriteBench): Promise<BilledLine[]> {
  const { invoiceId, lines } = await bench.control.newestInvoice();
  const additions = await bench.control.ourAdditions();
  return lines.flatMap(({ row, subscriptionId, quantity, billableRatio }) => {
    const key = `${subscriptionId}:licence`;
    const addition = additions.find(({ serialNumber }) => serialNumber === key);
    if (!addition || Number(billableRatio) !== 1) return [];
    return [{ invoiceId, row, subscriptionId, key, quantity, addition }];
  });
}

/** The first of them. */
export async function aBilledLine(bench: WriteBench): Promise<BilledLine> {
  const [first] = await billedLines(bench);
  if (!first) throw new Error("We bill no line for a whole month.");
  return first;
}

/** PRISM corrects an invoice. */
export async function correctInvoice(
  bench: WriteBench,
  invoiceId: string,
  change: Record<string, unknown>,
): Promise<void> {
  await bench.control.edit("prism", "invoices", invoiceId, change);
}

/** A line of an amount, of October's usage unless told otherwise; "" for a line without a subscription. */
export function amountLine(subscriptionId: string, amount: string, rest: Record<string, unknown> = {}) {
  return {
    subscriptionId,
    offerName: "Goodwill credit",
    chargeStart: "2026-10-01",
    chargeEnd: "2026-10-31",
    unitPrice: amount,
    unitPriceRrp: amount,
    quantity: "1",
    billableRatio: "1",
    subTotal: amount,
    subTotalRrp: amount,
    ...rest,
  };
}
