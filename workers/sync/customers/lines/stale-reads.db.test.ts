import { setTimeout as delay } from "node:timers/promises";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(60_000);

const settlesAfterMs = 2_500;

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: settlesAfterMs } });
});
afterEach(() => bench.expectNothingDoubled());
afterAll(() => bench.close());

test("a PSA that does not show yet what was just made is not given it a second time", async () => {
  await bench.control.settings({ connectwise: { staleReads: 1 } });
  await bench.turnOn("Lighthouse Conveyancing");
  const first = await bench.run("customers");
  expect(first.status).toBe("success");
  const made = (await bench.control.ourAdditions()).length;

  const second = await bench.run("customers");
  expect((await bench.control.ourAdditions()).length).toBe(made);
  expect(new Set(await bench.outcomes(second.id))).toEqual(new Set(["unknown psa_timeout_unknown"]));
  const retry = (await bench.runs()).at(-1);
  expect(retry).toMatchObject({ trigger: "retry", retryOf: second.id });
  expect((await bench.workOff(retry?.id ?? "")).status).toBe("no_change");
  expect((await bench.control.ourAdditions()).length).toBe(made);
  expect(await bench.status("customers")).toMatchObject({ unknown: 0, failed: 0 });
});

test("a list that lacks a line which is there is not taken for its deletion", async () => {
  await bench.control.settings({ connectwise: { staleReads: 0 } });
  const before = await bench.control.ourAdditions();
  await delay(settlesAfterMs + 100);
  await bench.control.fault({
    service: "connectwise",
    method: "GET",
    pattern: "/additions$",
    effect: { kind: "answer", status: 200, body: [] },
  });
  const run = await bench.run("customers");
  expect(new Set(await bench.outcomes(run.id))).toEqual(new Set(["unknown psa_timeout_unknown"]));
  expect(await bench.control.ourAdditions()).toEqual(before);
  expect((await bench.run("customers")).status).toBe("no_change");
});

test("a catalogue that lacks an item which is there is not given it a second time", async () => {
  const catalogue = async () => (await bench.control.entities("connectwise", "catalog")).length;
  const before = await catalogue();
  await bench.control.fault({
    service: "connectwise",
    method: "GET",
    pattern: "/procurement/catalog$",
    effect: { kind: "answer", status: 200, body: [] },
  });
  expect((await bench.run("products")).status).toBe("no_change");
  expect(await catalogue()).toBe(before);
});

test("a line that a person has really deleted is made again, with a warning", async () => {
  const [gone] = await bench.control.ourAdditions();
  const before = (await bench.control.ourAdditions()).length;
  await bench.control.remove("connectwise", "additions", gone?.id ?? 0);
  await delay(settlesAfterMs + 100);
  const run = await bench.run("customers");
  expect(await bench.outcomes(run.id)).toEqual(["applied psa_line_deleted"]);
  expect((await bench.control.ourAdditions()).length).toBe(before);
});
