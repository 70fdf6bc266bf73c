import { checkRecorded } from "./check-seen";
import { goodMonths, goodRecord } from "./good-months";
import { findCallsBeyond, findShortWaits, findStatementsBeyond } from "./invariants/call-limits";
import { findLeakedSecrets } from "./invariants/leaked-secrets";
import { findTwoWriters } from "./invariants/one-writer";
import { findOddEndings } from "./invariants/run-endings";

test.each([
  [["queued", "running", "success"], 0],
  [["queued", "running", "queued", "running", "error"], 0],
  [["queued", "running"], 1],
  [["queued", "running", "warning", "success"], 1],
  [["queued", "running", "success", "running"], 1],
  [[], 1],
])("I4: a run that was %j breaks it %d times", (statuses, count) => {
  expect(findOddEndings([{ id: "a", statuses }])).toHaveLength(count);
});

test.each([
  [["a", "a", "b", "b"], 0],
  [["a", "b", "a"], 1],
])("I6: the writers %j break it %d times", (workers, count) => {
  const sends = workers.map((worker) => ({ connection: "c", worker }));
  const elsewhere = [
    { connection: "d", worker: "b" },
    { connection: "d", worker: "a" },
  ];
  expect(findTwoWriters([...elsewhere, ...sends])).toHaveLength(count);
});

const secret = { name: "The private key", value: "s3cr et/key" };

test.each([
  ["the log", "took 3 s with s3cr et/key", 1],
  ["a header", `Basic ${Buffer.from("s3cr et/key").toString("base64")}`, 1],
  ["an address", `https://psa.example/?key=${encodeURIComponent("s3cr et/key")}`, 1],
  ["the log", "took 3 s with a key that ends in /key", 0],
])("I8: %s says “%s” and breaks it %d times", (where, text, count) => {
  expect(findLeakedSecrets([secret], [{ where, text }])).toHaveLength(count);
});

test("I8: a secret that any text may hold is no secret to look for", () => {
  expect(() => findLeakedSecrets([{ name: "A pin", value: "1234" }], [])).toThrow("too short");
});

test.each([
  [{ calls: 20, crashes: 0 }, 0],
  [{ calls: 22, crashes: 0 }, 1],
  [{ calls: 25, crashes: 1 }, 0],
  [{ calls: 26, crashes: 1 }, 1],
])("I9: %j against 20 calls and 4 for a page break it %d times", ({ calls, crashes }, count) => {
  const call = { service: "connectwise", method: "GET", path: "/company/companies", calls };
  expect(findCallsBeyond({ calls: [call], minimum: 20, crashes, pageCalls: 4 })).toHaveLength(count);
});

test.each([
  [2_000, 0],
  [1_999, 1],
])("I9: a wait of %d ms where 2 s were asked for breaks it %d times", (waitedMs, count) => {
  expect(findShortWaits([{ askedMs: 2_000, waitedMs }])).toHaveLength(count);
});

test.each([
  [{ statements: 56, unchanged: 2_000, written: 2 }, 0],
  [{ statements: 57, unchanged: 2_000, written: 2 }, 1],
])("I9: %j beside 30 of every run break it %d times", (of, count) => {
  expect(findStatementsBeyond({ fixed: 30, ...of })).toHaveLength(count);
});

test.each(["connectwise", "autotask"] as const)(
  "I10: the record of %s lacks a write, or tells one more",
  (psa) => {
    const { writes } = goodMonths[psa]();
    const record = goodRecord({ ...goodMonths[psa](), writes });
    const [first] = writes;
    expect(checkRecorded({ ...record, confirmed: writes.slice(1) }, writes)).toMatchObject([
      { invariant: "I10", says: expect.stringContaining("is not recorded") },
    ]);
    expect(checkRecorded({ ...record, confirmed: first ? [...writes, first] : [] }, writes)).toMatchObject([
      { invariant: "I10", says: expect.stringContaining("did not happen") },
    ]);
  },
);
