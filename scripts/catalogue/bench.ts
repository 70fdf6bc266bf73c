import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { ConnectorKind } from "@/lib/psa-names";
import { lineFrom } from "@/sandbox/world/amounts";
import { type FinishedRun, type Rig, startRig, testUsageMonth } from "@/scripts/testing/rig";
import { mapTo } from "@/scripts/testing/rig-records";
import { type AgreementWish, type Hands, handsOf } from "./hands/hands";
import { type CaseCustomer, type CustomerWish, openCustomers } from "./take-customer";

const lineFacts = z.object({
  subscriptionId: z.string(),
  offerName: z.string(),
  chargeStart: z.string(),
  chargeEnd: z.string(),
  unitPrice: z.string(),
  unitPriceRrp: z.string(),
  quantity: z.string(),
});

type LineFacts = z.infer<typeof lineFacts>;

/** A rig of one PSA with what persons do in PRISM, in the PSA and in the portal before an issue comes about. */
export type Bench = Rig & {
  psa: ConnectorKind;
  /** What a person does in the PSA's own pages. */
  hands: Hands;
  take: (wish: CustomerWish) => Promise<CaseCustomer>;
  /** A customers sync that somebody has asked for. */
  sync: () => Promise<FinishedRun>;
  /** PRISM corrects the lines of a subscription on its newest invoice: `rows` stand in for what there was. */
  correct: (subscriptionId: string, ...rows: Partial<LineFacts>[]) => Promise<void>;
  /** Adds a line for the whole month, one of something, to its newest invoice. */
  addLine: (line: Partial<LineFacts>) => Promise<void>;
  /** Edits the newest invoice. */
  editInvoice: (change: Record<string, unknown>) => Promise<void>;
  /** The PSA gets another agreement for the customer's company, unlike the usual ones, and the customer is mapped to it. */
  moveTo: (customer: CaseCustomer, agreement: AgreementWish) => Promise<string>;
  /** Writes that the PSA has accepted from us. */
  countWrites: () => Promise<number>;
};

const longestSleepMs = 20;

export async function openBench(psa: ConnectorKind): Promise<Bench> {
  const engine = { psaSettlesAfterMs: 1, sleep: (ms: number) => delay(Math.min(ms, longestSleepMs)) };
  const rig = await startRig("clean", { psa, customers: [], engine });
  // The first customers sync would bring a products sync with it.
  await rig.run("products");
  const hands = handsOf(psa, rig);
  const { control } = rig;

  async function editInvoice(change: Record<string, unknown>) {
    const { invoiceId } = await control.newestInvoice();
    await control.edit("prism", "invoices", invoiceId, change);
  }

  return {
    ...rig,
    psa,
    hands,
    take: await openCustomers(rig, hands),
    sync: () => rig.run("customers"),
    addLine: async (line) => {
      const { subscriptionId, unitPrice } = { subscriptionId: "", unitPrice: "1.00", ...line };
      const facts = {
        offerName: "Adjustment",
        quantity: "1",
        chargeStart: testUsageMonth,
        chargeEnd: "2026-10-31",
      };
      await editInvoice({
        addLines: [lineFrom({ ...facts, unitPriceRrp: unitPrice, ...line, subscriptionId, unitPrice })],
      });
    },
    editInvoice,
    correct: async (subscriptionId, ...rows) => {
      const { lines } = await control.newestInvoice();
      const known = lines.filter((line) => line.subscriptionId === subscriptionId);
      const addLines = rows.map((change) => lineFrom({ ...lineFacts.parse(known[0]), ...change }));
      await editInvoice({ removeRows: known.map(({ row }) => row), addLines });
    },
    moveTo: async (customer, agreement) => {
      const id = await hands.addAgreement(customer, agreement);
      await mapTo(rig, customer.name, id);
      return id;
    },
    countWrites: async () => (await control.writes(psa)).length,
  };
}
