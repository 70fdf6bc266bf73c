import { tieOutParts } from "@/components/sync/tie-out-parts";

const sums = { applied: "10", planned: "0", unchanged: "20.5", held: "0", skipped: "7.30", failed: "1" };
const of = (skippedBy: Parameters<typeof tieOutParts>[2]) =>
  tieOutParts("run", sums, skippedBy).map(({ kind, label, amount }) => [kind, label, amount]);

it("each outcome is a part that leads to its lines", () => {
  expect(of(null)).toEqual([
    ["applied", "applied", "10"],
    ["planned", "planned", "0"],
    ["unchanged", "unchanged", "20.5"],
    ["held", "held", "0"],
    ["skipped", "skipped", "7.30"],
    ["failed", "failed", "1"],
  ]);
  expect(tieOutParts("run", sums, null).map((part) => part.href)).toContain("/runs/run?outcome=failed#lines");
});

it("what was skipped is told by reason, to the cent", () => {
  const parts = tieOutParts("run", sums, [
    { reason: "not_mapped", costAmount: "5.10" },
    { reason: "azure_off", costAmount: "2.00" },
    { reason: "trial", costAmount: "0.00" },
  ]).filter((part) => part.kind === "skipped");
  expect(parts.map(({ label, amount, href }) => [label, amount, href])).toEqual([
    ["not mapped", "5.10", "/runs/run?outcome=skipped&reason=not_mapped#lines"],
    ["Azure usage is off", "2.00", "/runs/run?outcome=skipped&reason=azure_off#lines"],
    ["before a customer’s first day", "0.2", "/runs/run?outcome=skipped#lines"],
  ]);
});

it.each([
  ["more than the whole", [{ reason: "not_mapped", costAmount: "7.31" }]],
  ["a reason that has no words", [{ reason: "some_new_reason", costAmount: "1" }]],
])("stays one part when the reasons are %s", (_name, skippedBy) => {
  expect(of(skippedBy)).toContainEqual(["skipped", "skipped", "7.30"]);
});
