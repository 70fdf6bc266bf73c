import { intentsOf, issuesOf, itemsOf } from "@/scripts/testing/rig-records";
import { startUnitsBench, type UnitsBench } from "@/scripts/testing/units-bench";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import type { ContractRead, LinesPsa, PsaConnector, UnitsPsa } from "@/workers/connectors/psa";
import type { Engine } from "../run/engine";

jest.setTimeout(120_000);

const fault = new TypeError("Cannot read properties of undefined (reading 'rows')");

/** A worker whose code for the PSA has a fault. */
function faulty(bench: WriteBench, spoil: (psa: PsaConnector) => PsaConnector): Engine {
  const { engine } = bench.tools;
  return {
    ...engine,
    openConnectors: async (...access) => {
      const connectors = await engine.openConnectors(...access);
      return { ...connectors, psa: spoil(connectors.psa) };
    },
  };
}

const inLines = (spoil: (psa: LinesPsa) => Partial<LinesPsa>) => (psa: PsaConnector) => {
  if (psa.kind !== "connectwise") throw new Error("It bills by units.");
  return { ...psa, ...spoil(psa) };
};

const inUnits = (spoil: (psa: UnitsPsa) => Partial<UnitsPsa>) => (psa: PsaConnector) => {
  if (psa.kind !== "autotask") throw new Error("It bills by lines.");
  return { ...psa, ...spoil(psa) };
};

async function endingsOf(bench: WriteBench, runId: string) {
  const issues = await issuesOf(bench, runId);
  expect(issues.filter(({ itemId }) => itemId === null)).toEqual([]);
  const items = await itemsOf(bench, runId);
  for (const issue of issues.filter(({ code }) => code === "unexpected")) {
    expect(issue.facts).toEqual({ reference: issue.reference });
  }
  return items.map(({ id, customerName, outcome }) => {
    const codes = issues.filter(({ itemId }) => itemId === id).map(({ code }) => code);
    return { customerName, says: [outcome, ...codes].join(" ") };
  });
}

const says = (endings: { customerName: string | null; says: string }[], customer: string) => [
  ...new Set(endings.filter(({ customerName }) => customerName === customer).map((one) => one.says)),
];

describe("in ConnectWise", () => {
  let bench: WriteBench;
  beforeAll(async () => {
    bench = await startWriteBench({ engine: { psaSettlesAfterMs: 300 } });
    await bench.turnOn("Gantry Hydraulics");
    await bench.turnOn("Two Rivers Aged Care");
  });
  afterEach(() => bench.expectNothingDoubled());
  afterAll(() => bench.close());

  const agreementOf = async (customer: string) => {
    const [item] = (await itemsOf(bench, (await bench.runs()).at(-1)?.id ?? "")).filter(
      ({ customerName }) => customerName === customer,
    );
    if (!item?.agreementId) throw new Error(`${customer} has no item.`);
    return item.agreementId;
  };

  test("a throw while an agreement is looked at fails what stands on it, and nothing else", async () => {
    await bench.run("customers", { mode: "preview" });
    const agreementId = await agreementOf("Gantry Hydraulics");
    const worker = faulty(
      bench,
      inLines((psa) => ({
        lines: async (id) => {
          if (id === agreementId) throw fault;
          return psa.lines(id);
        },
      })),
    );
    await bench.newWrites();
    const runId = await bench.request("customers");
    expect(await bench.work(runId, worker)).toEqual({ ended: "finished" });
    const endings = await endingsOf(bench, runId);
    expect(says(endings, "Gantry Hydraulics")).toEqual(["failed unexpected"]);
    expect(says(endings, "Two Rivers Aged Care")).toEqual(["applied"]);
    expect((await bench.findRun(runId)).status).toBe("error");
  });

  test("a throw in the middle of a write leaves that item unknown, and it is settled by reading", async () => {
    let throws = 1;
    const worker = faulty(
      bench,
      inLines((psa) => ({
        createLine: async (...args) => {
          const line = await psa.createLine(...args);
          if (throws-- > 0) throw fault;
          return line;
        },
      })),
    );
    const runId = await bench.request("customers");
    expect(await bench.work(runId, worker)).toEqual({ ended: "finished" });
    const endings = says(await endingsOf(bench, runId), "Gantry Hydraulics");
    expect(endings).toContain("unknown unexpected");
    expect(endings).not.toContain("applied");
    const sent = (await intentsOf(bench, runId)).filter(({ state }) => state === "sent");
    expect(sent).toHaveLength(1);
    for (const run of await bench.runs()) if (run.status === "queued") await bench.workOff(run.id);
    await bench.run("customers");
    expect(await bench.status("customers")).toMatchObject({ unknown: 0, failed: 0, failingSince: null });
  });

  test("a throw while an earlier write is read back leaves that one unknown, and the others go on", async () => {
    await bench.turnOn("Tamar Hill Cellars");
    let sends = 1;
    const losing = faulty(
      bench,
      inLines((psa) => ({
        createLine: async (...args) => {
          const line = await psa.createLine(...args);
          if (sends-- > 0) throw fault;
          return line;
        },
      })),
    );
    const first = await bench.request("customers");
    expect(await bench.work(first, losing)).toEqual({ ended: "finished" });
    const [open] = (await intentsOf(bench, first)).filter(({ state }) => state === "sent");
    let readings = 1;
    const blind = faulty(
      bench,
      inLines((psa) => ({
        lines: async (agreementId) => {
          if (readings-- > 0) throw fault;
          return psa.lines(agreementId);
        },
      })),
    );
    await bench.turnOn("Lighthouse Conveyancing");
    const second = await bench.request("customers");
    expect(await bench.work(second, blind)).toEqual({ ended: "finished" });
    const endings = await endingsOf(bench, second);
    expect(says(endings, "Lighthouse Conveyancing")).toEqual(["applied"]);
    expect(says(endings, "Tamar Hill Cellars").filter((one) => one.startsWith("unknown"))).toHaveLength(1);
    expect((await intentsOf(bench, first)).find(({ id }) => id === open?.id)?.state).toBe("sent");
    for (const run of await bench.runs()) if (run.status === "queued") await bench.workOff(run.id);
    await bench.run("customers");
    expect(await bench.status("customers")).toMatchObject({ unknown: 0, failed: 0, failingSince: null });
  });

  test("a throw while a product is planned fails that product, and no other", async () => {
    let spoiled: string | undefined;
    const worker = faulty(
      bench,
      inLines((psa) => ({
        items: async function* () {
          for await (const page of psa.items()) {
            yield page.map((item) => {
              if (item.vendorSku !== null) spoiled ??= item.id;
              return item.id === spoiled ? { ...item, unitCost: "no number" } : item;
            });
          }
        },
      })),
    );
    const runId = await bench.request("products");
    expect(await bench.work(runId, worker)).toEqual({ ended: "finished" });
    const endings = (await endingsOf(bench, runId)).map((one) => one.says);
    expect(endings).toEqual(["failed unexpected"]);
    expect((await bench.run("products")).status).toBe("no_change");
  });
});

describe("in Autotask", () => {
  let bench: UnitsBench;
  beforeAll(async () => {
    bench = await startUnitsBench({ engine: { psaSettlesAfterMs: 300 } });
  });
  afterAll(() => bench.close());

  test("a throw while a contract is planned fails what stands on it, and nothing else", async () => {
    await bench.turnOn("Lighthouse Conveyancing");
    await bench.turnOn("Gantry Hydraulics");
    const preview = await bench.run("customers", { mode: "preview" });
    const item = (await itemsOf(bench, preview.id)).find(
      ({ customerName }) => customerName === "Lighthouse Conveyancing",
    );
    const spoil = ({ agreement, services }: ContractRead): ContractRead => ({
      agreement,
      get services() {
        if (agreement.id === item?.agreementId) throw fault;
        return services;
      },
    });
    const worker = faulty(
      bench,
      inUnits((psa) => ({
        servicesOfAll: async (agreements) =>
          (await psa.servicesOfAll(agreements)).map((read) => ("agreement" in read ? spoil(read) : read)),
      })),
    );
    const runId = await bench.request("customers");
    expect(await bench.work(runId, worker)).toEqual({ ended: "finished" });
    const endings = await endingsOf(bench, runId);
    expect(says(endings, "Lighthouse Conveyancing")).toEqual(["failed unexpected"]);
    expect(says(endings, "Gantry Hydraulics")).toEqual(["applied"]);
    await bench.run("customers");
    expect(await bench.status("customers")).toMatchObject({ failed: 0, unknown: 0 });
    expect(await bench.ourUnitsOn("2026-11-15")).toBe(await bench.confirmedOn("2026-11-15"));
  });

  test("a throw after an adjustment was sent leaves its items unknown, and the units tell", async () => {
    await bench.turnOn("Tamar Hill Cellars");
    let throws = 1;
    const worker = faulty(
      bench,
      inUnits((psa) => ({
        adjustUnits: async (...args) => {
          await psa.adjustUnits(...args);
          if (throws-- > 0) throw fault;
        },
      })),
    );
    await bench.newWrites();
    const runId = await bench.request("customers");
    expect(await bench.work(runId, worker)).toEqual({ ended: "finished" });
    expect(says(await endingsOf(bench, runId), "Tamar Hill Cellars")).toContain("unknown unexpected");
    for (const run of await bench.runs()) if (run.status === "queued") await bench.workOff(run.id);
    await bench.run("customers");
    expect(await bench.status("customers")).toMatchObject({ failed: 0, unknown: 0 });
    expect(await bench.ourUnitsOn("2026-11-15")).toBe(await bench.confirmedOn("2026-11-15"));
  });
});
