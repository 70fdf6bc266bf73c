import { aCharge, aChargesInput, anAgreement } from "../testing/build";
import { type CounterInput, planCounterCharges } from "./plan-counter-charges";

const id = aChargesInput().key.split(":")[0];
const posted = (reference: string, cost: string, price: string, from = "2026-10-01", to = "2026-10-31") =>
  aCharge({ reference: `${id}:${reference}`, costAmount: cost, priceAmount: price, from, to });

function plan(references: string[], charges: CounterInput["charges"], change: Partial<CounterInput> = {}) {
  const named = references.map((reference) => `${id}:${reference}`);
  return planCounterCharges({ ...aChargesInput(), references: named, charges, ...change });
}

/** "azure2610.2 2026-10-01..2026-10-31 -13.00/-21.00" */
const countered = (...asked: Parameters<typeof plan>) =>
  plan(...asked).charges.map(
    ({ reference, from, to, costAmount, priceAmount }) =>
      `${reference.split(":")[1]} ${from}..${to} ${costAmount}/${priceAmount}`,
  );

const usage = posted("azure2610", "13", "21");
const inAdvance = anAgreement({ billed: "in_advance" });

test.each<[what: string, charges: string[], expected: string[]]>([
  [
    "in its own period while that is open",
    countered(["azure2610"], [usage]),
    ["azure2610.2 2026-10-01..2026-10-31 -13.00/-21.00"],
  ],
  [
    "in the next one once it is invoiced",
    countered(["azure2610"], [usage], { agreement: inAdvance }),
    ["azure2610.2 2026-11-01..2026-11-30 -13.00/-21.00"],
  ],
  [
    "a credit is charged again",
    countered(["credit2610"], [posted("credit2610", "-5", "-7")]),
    ["credit2610.2 2026-10-01..2026-10-31 5.00/7.00"],
  ],
  [
    "what stood there before stays",
    countered(["azure2610.2"], [usage, posted("azure2610.2", "2", "3")]),
    ["azure2610.3 2026-10-01..2026-10-31 -2.00/-3.00"],
  ],
  ["it is taken back already", countered(["azure2610"], [usage, posted("azure2610.2", "-13.00", "-21")]), []],
  [
    "a part of it is",
    countered(["azure2610"], [usage, posted("azure2610.2", "-3", "-1")]),
    ["azure2610.3 2026-10-01..2026-10-31 -10.00/-20.00"],
  ],
  ["somebody has removed it in the PSA", countered(["azure2610"], []), []],
  [
    "of another month or customer nothing is touched",
    countered(["azure2610"], [usage, posted("azure2609", "1", "1"), posted("annual2610", "9", "9")]),
    ["azure2610.2 2026-10-01..2026-10-31 -13.00/-21.00"],
  ],
  [
    "two amounts of one change, each under its own reference",
    countered(["catch2609", "catch2610"], [posted("catch2609", "1", "2"), posted("catch2610", "3", "4")]),
    ["catch2609.2 2026-10-01..2026-10-31 -1.00/-2.00", "catch2610.2 2026-10-01..2026-10-31 -3.00/-4.00"],
  ],
])("%s", (_, charges, expected) => {
  expect(charges).toEqual(expected);
});

test("the amounts before and after say what it comes to", () => {
  const { before, after, charges } = plan(["azure2610.2"], [usage, posted("azure2610.2", "2", "3")]);
  expect([before, after]).toMatchObject([[{ unitPrice: "24.00" }], [{ unitPrice: "21.00" }]]);
  expect(charges[0]?.name).toContain("Reversal Oct 2026 – ");
});

test.each<[what: string, change: Partial<CounterInput>, reason: string]>([
  ["an agreement that has ended", { agreement: anAgreement({ status: "ended" }) }, "agreement_ended"],
  [
    "one that is billed once, and has been",
    { kind: "annual", agreement: anAgreement({ oneTime: true }), charges: [{ ...usage, billed: true }] },
    "period_already_invoiced",
  ],
])(
  "where it bears no charge any more nothing is written, and the amount is named: %s",
  (_, change, reason) => {
    const left = plan(["azure2610"], [usage], change);
    expect(left).toMatchObject({ kind: "unchanged", charges: [] });
    expect(left.issues).toMatchObject([
      {
        code: "reversal_charge_left",
        severity: "warning",
        facts: { amount: "21.00", costAmount: "13.00", reason, month: "October 2026" },
      },
    ]);
  },
);
