import { aLine, anAgreement } from "../testing/build";
import { type EndingPlan, planEnding } from "./plan-ending";

const arrears = anAgreement();

test.each<[what: string, line: Parameters<typeof aLine>[0], lastDay: string | null, plan: EndingPlan]>([
  [
    "as early as nothing invoiced changes",
    { from: "2026-01-01" },
    null,
    { kind: "end", change: { to: "2026-09-30" } },
  ],
  [
    "on the day asked for",
    { from: "2026-01-01" },
    "2026-10-12",
    { kind: "end", change: { to: "2026-10-12" } },
  ],
  [
    "never before what is invoiced",
    { from: "2026-01-01" },
    "2026-08-15",
    { kind: "end", change: { to: "2026-09-30" } },
  ],
  [
    "one that begins later bills nothing",
    { from: "2026-10-05" },
    null,
    { kind: "end", change: { quantity: "0", to: "2026-10-05" } },
  ],
  [
    "one that ends later is cut",
    { from: "2026-01-01", to: "2026-12-31" },
    null,
    { kind: "end", change: { to: "2026-09-30" } },
  ],
  ["one that is over is left", { from: "2026-01-01", to: "2026-09-30" }, null, { kind: "over" }],
  ["one without a quantity is left", { from: "2026-01-01", quantity: "0" }, null, { kind: "over" }],
  ["one that is not billed is left", { from: "2026-01-01", billable: false }, null, { kind: "over" }],
])("%s", (_, line, lastDay, plan) => {
  expect(planEnding(aLine(line), arrears, lastDay)).toEqual(plan);
});

test("an agreement that does not say what it has invoiced ends nothing", () => {
  const plan = planEnding(aLine(), anAgreement({ nextInvoiceDate: null }), "2026-10-12");
  expect(plan).toMatchObject({ kind: "fail", issue: { code: "billing_cycle_mismatch" } });
});
