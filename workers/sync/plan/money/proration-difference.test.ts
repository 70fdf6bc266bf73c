import type { PsaAgreement } from "@/workers/connectors/psa";
import { planSubscription } from "../plan-subscription";
import { aBill, aLine, anAgreement, anInput } from "../testing/build";
import type { ProrationDifference, SubscriptionInput } from "../types";

const midMonth = anAgreement({ billStartDate: "2025-01-15", nextInvoiceDate: "2026-10-15" });

type Case = [
  what: string,
  agreement: PsaAgreement,
  input: Partial<SubscriptionInput>,
  difference: ProrationDifference | null,
];

test.each<Case>([
  [
    "calendar months agree to the cent",
    anAgreement(),
    {
      bills: [
        aBill("2026-10", [
          [1, 14, "7", { unitPrice: "28.19" }],
          [15, 31, "9", { unitPrice: "28.19" }],
        ]),
      ],
    },
    null,
  ],
  [
    "periods from the 15th have 30 days where October has 31",
    midMonth,
    { bills: [aBill("2026-10", [[1, 31, "10"]])] },
    // 1 to 14 October fall into a period of 30 days: 10 × 30 × 14 ÷ 30 = 140.00; the rest is 10 × 30 × 17 ÷ 31 = 164.52.
    { costAmount: "3.01", priceAmount: "4.52" },
  ],
  [
    "rows that are one line may round otherwise",
    anAgreement(),
    {
      bills: [
        aBill("2026-10", [
          [1, 1, "1", { unitPrice: "0.4", unitCost: "0" }],
          [2, 2, "1", { unitPrice: "0.4", unitCost: "0" }],
          [3, 31, "0"],
        ]),
      ],
    },
    { costAmount: "0.00", priceAmount: "0.01" },
  ],
  [
    "a ratio that is not days by days",
    anAgreement(),
    { bills: [aBill("2026-10", [[1, 31, "10", { priceAmount: "299.00", costAmount: "200.00" }]])] },
    { costAmount: "0.00", priceAmount: "1.00" },
  ],
  [
    "only the cost is ours",
    anAgreement(),
    {
      strategy: "cost_only",
      bills: [aBill("2026-10", [[1, 31, "10", { priceAmount: "1", costAmount: "201.00" }]])],
    },
    { costAmount: "-1.00", priceAmount: null },
  ],
  [
    "no price is ours",
    anAgreement(),
    {
      strategy: "quantity_only",
      bills: [aBill("2026-10", [[1, 31, "10", { priceAmount: "1", costAmount: "2" }]])],
    },
    null,
  ],
  ["no invoiced day is open", anAgreement({ billed: "in_advance" }), { lines: [aLine()] }, null],
])("%s", (_, agreement, input, difference) => {
  expect(planSubscription(anInput({ agreement, ...input })).prorationDifference).toEqual(difference);
});
