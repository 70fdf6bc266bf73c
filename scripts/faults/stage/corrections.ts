import type { Stage } from "./stage";

/** Lines of ours whose quantity PRISM has corrected: what the next run has to bring to the PSA, and nothing else. */
export type Corrections = {
  count: number;
  /** Keys that the PSA bills at another quantity than PRISM's. */
  wrong: () => Promise<string[]>;
  /** How often the PSA accepted a change of each line. */
  changes: () => Promise<Record<string, number>>;
};

/**
 * PRISM corrects its newest invoice: one more of every licence that we bill by one line for the whole month, or of
 * so many of them.
 */
export async function correctInvoice(stage: Stage, most = Number.POSITIVE_INFINITY): Promise<Corrections> {
  const { invoiceId, lines } = await stage.control.newestInvoice();
  const additions = await stage.control.ourAdditions();
  const wanted = new Map<number, { key: string; quantity: number }>();
  const changeLines: { row: number; quantity: string }[] = [];
  for (const line of lines) {
    const key = `${line.subscriptionId}:licence`;
    const [addition, ...more] = additions.filter(({ serialNumber }) => serialNumber === key);
    const isWhole = lines.filter(({ subscriptionId }) => subscriptionId === line.subscriptionId).length === 1;
    if (!addition || more.length > 0 || !isWhole || Number(line.billableRatio) !== 1) continue;
    if (wanted.size >= most) break;
    const quantity = Number(line.quantity) + 1;
    wanted.set(addition.id, { key, quantity });
    changeLines.push({ row: line.row, quantity: String(quantity) });
  }
  if (wanted.size === 0) throw new Error("No line of ours can be corrected.");
  await stage.control.edit("prism", "invoices", invoiceId, { changeLines });
  const seen = (await stage.control.writes("connectwise")).length;

  return {
    count: wanted.size,
    wrong: async () => {
      const now = new Map((await stage.control.ourAdditions()).map((one) => [one.id, one.quantity]));
      return [...wanted].filter(([id, { quantity }]) => now.get(id) !== quantity).map(([, { key }]) => key);
    },
    changes: async () => {
      const writes = (await stage.control.writes("connectwise")).slice(seen);
      const counts: Record<string, number> = {};
      for (const { path } of writes) {
        const key = wanted.get(Number(/\/additions\/(\d+)$/.exec(path)?.[1]))?.key ?? path;
        counts[key] = (counts[key] ?? 0) + 1;
      }
      return counts;
    },
  };
}

/** Everything is as PRISM says, and each line was changed once. */
export async function expectMadeOnce(stage: Stage, corrections: Corrections): Promise<void> {
  expect(await corrections.wrong()).toEqual([]);
  const counts = await corrections.changes();
  expect(Object.values(counts)).toEqual(Array(corrections.count).fill(1));
  await stage.expectNothingDoubled();
}

/** Slows every write of a line down, so that a run lasts long enough to be disturbed. */
export async function slowWrites(stage: Stage, ms: number): Promise<void> {
  await stage.control.fault({
    service: "connectwise",
    pattern: "/additions/\\d+$",
    method: "PATCH",
    times: "always",
    effect: { kind: "delay", ms, when: "before" },
  });
}
