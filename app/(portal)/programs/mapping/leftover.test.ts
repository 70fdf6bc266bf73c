import { leavesLines, leftoverWords, usualLastDay } from "@/app/(portal)/programs/mapping/leftover";

const on = { psaAgreementId: "70", enabled: true };
const off = { psaAgreementId: "70", enabled: false };
const moved = { psaAgreementId: "71", enabled: true };

test.each([
  ["a first mapping", null, on, null],
  ["the same", on, on, null],
  ["switched on", off, on, null],
  ["still off", off, off, null],
  ["switched off", on, off, { exceptAgreementId: null }],
  ["moved", on, moved, { exceptAgreementId: "71" }],
  ["moved while it is off", off, { ...moved, enabled: false }, { exceptAgreementId: null }],
  ["moved and switched on", off, moved, { exceptAgreementId: "71" }],
  ["unmapped", on, null, { exceptAgreementId: null }],
  ["unmapped while it is off", off, null, { exceptAgreementId: null }],
])("%s leaves the right lines behind", (_name, before, after, left) => {
  expect(leavesLines(before, after)).toEqual(left);
});

test("the usual last day is the one before the next invoice", () => {
  expect(usualLastDay({ nextInvoiceDate: "2026-03-01" })).toBe("2026-02-28");
  expect(usualLastDay({ nextInvoiceDate: null })).toBeNull();
  expect(usualLastDay(null)).toBeNull();
});

test("a subscription whose line was replaced counts as one line", () => {
  const line = { psaAgreementId: "70", title: "Standard" };
  const lines = [
    { ...line, key: "a:licence", psaLineId: "1" },
    { ...line, key: "a:licence", psaLineId: "2" },
    { ...line, key: "b:licence", psaLineId: "3" },
  ];
  const decided = { choice: "end" as const, lastDay: null, synced: true };
  expect(leftoverWords(lines, decided, "Autotask")).toBe(
    "2 open lines in Autotask are to end as early as nothing changes that is invoiced. The sync that does it has been asked for.",
  );
});
