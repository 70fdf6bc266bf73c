import { findTieOuts } from "@/db/queries/runs/run-progress";
import { explainIssue, issueCatalogue } from "@/lib/issues/catalogue";
import { type ConnectorKind, connectorNames } from "@/lib/psa-names";
import type { FinishedRun } from "@/scripts/testing/rig";
import { issuesOf, itemsOf, markHealthy } from "@/scripts/testing/rig-records";
import { Exact } from "@/workers/sync/plan/exact";
import { type Bench, openBench } from "./bench";
import type { IssueCase } from "./issue-case";
import type { CaseCustomer } from "./take-customer";

/** Words that only the other PSA has. */
const foreignWords: Record<ConnectorKind, RegExp> = {
  autotask: /\baddition|connectwise/i,
  connectwise: /\bcontract service|autotask/i,
};

/** Brings each case about in this PSA's sandbox and looks at what the run says of it. */
export function proveCases(psa: ConnectorKind, cases: readonly IssueCase[]): void {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(psa);
  }, 60_000);
  afterAll(() => bench.close());
  afterEach(async () => {
    await bench.control.clearFaults();
    await markHealthy(bench);
  });

  const mine = cases.filter((one) => one.psas.includes(psa));
  test.each(mine.map((one) => [one.code, one.when, one] as const))(
    "%s: %s",
    async (_code, _when, one) => {
      const { subscriptions = 1 } = one;
      const customer = await bench.take({ subscriptions, linked: one.customer !== "unlinked" });
      if (one.customer === "synced") await expectGoodSync(bench);
      const before = await bench.countWrites();
      try {
        const run = await one.provoke(bench, customer);
        await expectIssue(bench, customer, run, one);
        const { writes = 0 } = one;
        const meant = typeof writes === "number" ? writes : writes[psa];
        expect((await bench.countWrites()) - before).toBe(meant);
      } finally {
        await bench.control.clearFaults();
        await one.undo?.(bench, customer);
      }
    },
    60_000,
  );
}

async function expectGoodSync(bench: Bench): Promise<void> {
  const run = await bench.sync();
  const said = (await issuesOf(bench, run.id)).map(({ code, facts }) => ({ code, facts }));
  expect({ said, status: run.status }).toEqual({ said: [], status: "success" });
}

async function expectIssue(
  bench: Bench,
  customer: CaseCustomer,
  run: FinishedRun,
  one: IssueCase,
): Promise<void> {
  const said = await issuesOf(bench, run.id);
  const items = await itemsOf(bench, run.id);
  const { severity = issueCatalogue[one.code].severity, code, outcome, status } = one;
  const ofCode = said.filter((issue) => issue.code === code);
  const seen = ofCode.map((issue) => {
    const item = items.find(({ id }) => id === issue.itemId);
    return { severity: issue.severity, outcome: item?.outcome ?? "run" };
  });
  expect({ codes: new Set(said.map((issue) => issue.code)), status: run.status }).toEqual({
    codes: new Set([code, ...(one.besides ?? [])]),
    status,
  });
  for (const one of seen) expect(one).toEqual({ severity, outcome });

  const [issue] = ofCode;
  const [item] = items.filter(({ id }) => id === issue?.itemId);
  const tieOuts = await findTieOuts(bench.db, { orgId: bench.orgId, runId: run.id });
  const texts = explainIssue(code, issue?.facts ?? {}, {
    psa: connectorNames[bench.psa],
    ...(item && { product: item.title }),
    ...(item?.customerName && { customer: item.customerName }),
    currency: item?.currency ?? tieOuts[0]?.currency ?? "",
  });
  expect(texts.happened).toContain(typeof one.says === "string" ? one.says : one.says(customer, bench));
  if (one.does) expect(texts.effect).toContain(one.does);
  for (const text of Object.values(texts)) {
    expect(text).toMatch(/^[A-Z“$\d].*[.”]$/s);
    expect(text).not.toMatch(foreignWords[bench.psa]);
  }
  for (const tieOut of tieOuts) {
    const { applied, unchanged, held, skipped, failed, planned, total } = tieOut;
    const sum = [applied, unchanged, held, skipped, failed, planned].reduce(
      (all, part) => all.plus(part),
      new Exact(0),
    );
    expect(sum.toFixed(2)).toBe(new Exact(total).toFixed(2));
  }
  if (outcome !== "run" && !one.withoutInvoice)
    expect(tieOuts.length).toBeGreaterThan(run.kind === "customers" ? 0 : -1);
}
