import { explainIssue } from "@/lib/issues/catalogue";
import { connectorNames } from "@/lib/psa-names";
import { type Rig, startRig } from "./rig";
import { accessOf, knownState, markHealthy, runIssuesOf } from "./rig-records";

export type BadInput = {
  what: string;
  /** Which side it came from. PRISM's good answers are kept though the PSA's were bad. */
  from: "source" | "psa";
  code: string;
  /** What the sentence that a person reads must say. */
  says: RegExp;
  /** Whose keys were refused; null: nobody's. */
  refused: "source" | "connection" | null;
  spoil: (rig: Rig) => Promise<unknown>;
  mend: (rig: Rig) => Promise<unknown>;
};

/** One customer, synced once, whose first subscription gets another quantity before each bad run. */
export async function startBadInputRig() {
  const rig = await startRig("clean", { customers: ["Lighthouse Conveyancing"] });
  await markHealthy(rig);
  const first = await rig.run("customers");
  if (first.status !== "success") throw new Error(`The first run ended in ${first.status}.`);
  const { invoiceId, lines } = await rig.control.newestInvoice();
  const [addition] = (await rig.control.entities("connectwise", "additions")).filter(({ serialNumber }) =>
    String(serialNumber).endsWith(":licence"),
  );
  const subscriptionId = String(addition?.serialNumber).split(":")[0];
  const line = lines.find((one) => one.subscriptionId === subscriptionId);
  if (!addition || !line) throw new Error("The first run made no addition.");
  return {
    rig,
    invoiceId,
    /** PRISM corrects the invoice: there is something to bring to the PSA now. */
    correctInvoice: (quantity: number) =>
      rig.control.edit("prism", "invoices", invoiceId, {
        changeLines: [{ row: line.row, quantity: String(quantity) }],
      }),
    billedQuantity: async () => {
      const additions = await rig.control.entities("connectwise", "additions");
      return additions.find(({ id }) => id === addition.id)?.quantity;
    },
  };
}

export type BadInputRig = Awaited<ReturnType<typeof startBadInputRig>>;

/** A run over bad input ends in Error, says why, changes nothing and loses nothing; the next good one is right. */
export async function expectHarmless(bed: BadInputRig, input: BadInput, quantity: number): Promise<void> {
  const { rig } = bed;
  await bed.correctInvoice(quantity);
  const before = await knownState(rig);
  const writes = await rig.control.writes("connectwise");

  try {
    await input.spoil(rig);
    const bad = await rig.run("customers");
    const found = await runIssuesOf(rig, bad.id);
    expect([bad.status, found.map((issue) => issue.code)]).toEqual(["error", [input.code]]);
    const context = { psa: connectorNames.connectwise };
    expect(explainIssue(input.code, found[0]?.facts ?? {}, context).happened).toMatch(input.says);
    expect(await rig.control.writes("connectwise")).toEqual(writes);
    expect(keptOf(await knownState(rig), input)).toEqual(keptOf(before, input));
    expect(await statesOf(rig)).toEqual({
      source: input.refused === "source" ? "needs_attention" : "healthy",
      connection: input.refused === "connection" ? "needs_attention" : "healthy",
    });
  } finally {
    await input.mend(rig);
    await rig.control.clearFaults();
  }

  const good = await rig.run("customers");
  expect([good.status, good.counts?.applied]).toEqual(["success", 1]);
  expect(await bed.billedQuantity()).toBe(quantity);
  expect(await statesOf(rig)).toEqual({ source: "healthy", connection: "healthy" });
}

/** A corrected invoice that was read is stored, and the subscription that it corrects waits to be brought over. */
function keptOf(state: Awaited<ReturnType<typeof knownState>>, { from }: BadInput) {
  if (from === "source") return state;
  const positions = state.positions.map(({ through: _, ...position }) => position);
  return { successes: state.successes, links: state.links, positions };
}

async function statesOf(rig: Rig) {
  const { source, connection } = await accessOf(rig);
  return { source: source.state, connection: connection.state };
}
