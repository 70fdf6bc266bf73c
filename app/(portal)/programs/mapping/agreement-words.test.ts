import { chargeProblem, lineProblem } from "@/app/(portal)/programs/mapping/agreement-words";

const running = { status: "active", endDate: null, oneTime: false, billed: "in_arrears" } as const;

test.each([
  ["connectwise", {}, null, "not a one-time agreement"],
  ["connectwise", { billed: null }, null, "not a one-time agreement"],
  ["connectwise", { oneTime: true }, "a one-time agreement takes charges, nothing monthly", null],
  ["connectwise", { status: "cancelled" }, "this agreement does not run", "cancelled"],
  ["autotask", { billed: "as_posted" }, null, "not a fixed-price contract"],
  [
    "autotask",
    { oneTime: true, billed: null },
    "a fixed-price contract takes charges, nothing monthly",
    null,
  ],
  [
    "autotask",
    { billed: null },
    "only a recurring service contract takes services",
    "not a fixed-price contract",
  ],
  [
    "autotask",
    { status: "ended", endDate: "2026-06-30" },
    "this contract does not run",
    "ended on 30 Jun 2026",
  ],
] as const)("what %s's %p can take", (kind, change, lines, charges) => {
  const agreement = { ...running, ...change };
  expect(lineProblem(kind, agreement)?.reason ?? null).toBe(lines);
  expect(chargeProblem(kind, agreement)).toBe(charges);
});
