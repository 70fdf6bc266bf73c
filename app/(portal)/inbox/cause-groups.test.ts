import { causeGroups } from "@/app/(portal)/inbox/cause-groups";
import type { WaitingCause } from "@/db/queries/portal/waiting-causes";

const cause = (change: Partial<WaitingCause>): WaitingCause => ({
  slug: "csp",
  programName: "Microsoft CSP",
  connectionKind: "connectwise",
  kind: "customers",
  outcome: "held",
  runId: "run-1",
  code: "catch_up",
  keys: 1,
  itemId: "item",
  customerName: "Blue Gum Dental",
  customers: 1,
  ...change,
});

test("one cause of several runs is one group, with its exact sums by currency", () => {
  const groups = causeGroups(
    [
      cause({ keys: 2, customers: 2, cost: [{ currency: "AUD", cost: "0.10" }] }),
      cause({
        runId: "run-2",
        cost: [
          { currency: "AUD", cost: "0.20" },
          { currency: "NZD", cost: "1" },
        ],
      }),
    ],
    { show: "held" },
  );
  expect(groups).toMatchObject([
    {
      keys: 3,
      customers: 2,
      money: "$0.30 and $1.00",
      runs: [
        { runId: "run-1", keys: 2 },
        { runId: "run-2", keys: 1 },
      ],
    },
  ]);
});

test.each([
  ["held", "held"],
  ["failed", "failed"],
  ["unknown", "failed"],
  [null, "warning"],
] as const)("outcome %s is shown under %s", (outcome, show) => {
  expect(causeGroups([cause({ outcome })], { show })).toHaveLength(1);
});

test("programs, kinds and codes stay apart, and the address narrows to one of each", () => {
  const all = [
    cause({}),
    cause({ slug: "other" }),
    cause({ kind: "products" }),
    cause({ code: "large_change" }),
  ];
  expect(causeGroups(all, { show: "held" })).toHaveLength(4);
  expect(causeGroups(all, { show: "held", sync: "csp", kind: "customers", code: "catch_up" })).toHaveLength(
    1,
  );
});
