import type { PsaAgreement } from "@/workers/connectors/psa";
import { aBill, aCharge, aChargesInput, anAgreement, decided } from "../testing/build";
import type { ChargesPlan } from "../types";
import { type ChargesInput, planCharges } from "./plan-charges";

/** Charges as short texts: "azure2610 2026-10-01..2026-10-31 200.00/300.00". */
function chargesOf({ charges }: ChargesPlan): string[] {
  return charges.map(
    ({ reference, from, to, costAmount, priceAmount }) =>
      `${reference.split(":").slice(1).join(":")} ${from}..${to} ${costAmount}/${priceAmount}`,
  );
}

const september = aBill("2026-09", [[1, 30, "5"]]);
const october = aBill("2026-10", [
  [1, 14, "1", { costAmount: "12.34", priceAmount: "20.01" }],
  [1, 31, "1", { costAmount: "0.66", priceAmount: "0.99" }],
]);
const nothing = aBill("2026-10", [[1, 31, "1", { costAmount: "0.00", priceAmount: "0.00" }]]);
const posted = (reference: string, costAmount: string, priceAmount: string) =>
  aCharge({ reference: `${id}:${reference}`, costAmount, priceAmount });
const id = aChargesInput().key.split(":")[0];

describe("usage becomes one charge a month", () => {
  type Case = [what: string, input: Partial<ChargesInput>, charges: string[]];
  const inAdvance = anAgreement({ billed: "in_advance" });

  test.each<Case>([
    ["the lines' sum, in the period that B opens", {}, ["azure2610 2026-10-01..2026-10-31 13.00/21.00"]],
    ["B past the usage", { agreement: inAdvance }, ["azure2610 2026-11-01..2026-11-30 13.00/21.00"]],
    [
      "billing begins inside a period: the next one, which is whole",
      {
        agreement: anAgreement({
          billed: "in_advance",
          billStartDate: "2026-11-10",
          startDate: "2026-11-10",
        }),
      },
      ["azure2610 2026-12-01..2026-12-31 13.00/21.00"],
    ],
    [
      "periods that step from the 15th",
      { agreement: anAgreement({ billStartDate: "2025-01-15", nextInvoiceDate: "2026-11-15" }) },
      ["azure2610 2026-10-15..2026-11-14 13.00/21.00"],
    ],
    [
      "two months that are both open, the older first, each in its own period",
      { bills: [october, september], agreement: anAgreement({ nextInvoiceDate: "2026-10-01" }) },
      ["azure2609 2026-09-01..2026-09-30 100.00/150.00", "azure2610 2026-10-01..2026-10-31 13.00/21.00"],
    ],
    [
      "a month that is invoiced already comes with the open one",
      { bills: [september, october] },
      ["azure2609 2026-10-01..2026-10-31 100.00/150.00", "azure2610 2026-10-01..2026-10-31 13.00/21.00"],
    ],
    [
      "a contract that a person posts: on the first day that is not",
      { agreement: anAgreement({ billed: "as_posted", nextInvoiceDate: "2026-10-05" }) },
      ["azure2610 2026-10-05..2026-10-31 13.00/21.00"],
    ],
    [
      "a quarterly agreement",
      { agreement: anAgreement({ cycleMonths: 3 }) },
      ["azure2610 2026-08-01..2026-10-31 13.00/21.00"],
    ],
    ["an amount of zero is no charge", { bills: [nothing] }, []],
    ["no lines", { bills: [aBill("2026-10", [])] }, []],
    ["it stands there already", { charges: [posted("azure2610", "13", "21.0")] }, []],
    [
      "it stands there in two parts",
      { charges: [posted("azure2610", "10", "20"), posted("azure2610.2", "3.00", "1.00")] },
      [],
    ],
    [
      "another month's, kind's or customer's charge is another",
      {
        charges: [
          posted("azure2609", "13", "21"),
          posted("credit2610", "13", "21"),
          aCharge({ reference: "else:azure2610", costAmount: "13", priceAmount: "21" }),
          aCharge({ reference: null, costAmount: "13", priceAmount: "21" }),
        ],
      },
      ["azure2610 2026-10-01..2026-10-31 13.00/21.00"],
    ],
  ])("%s", (_, input, charges) => {
    const plan = planCharges(aChargesInput({ bills: [october], ...input }));
    expect(chargesOf(plan)).toEqual(charges);
    expect(plan.kind).toBe(charges.length > 0 ? "change" : "unchanged");
    expect(plan.issues).toEqual([]);
  });
});

test("a charge says what it is, by item, billing code and name", () => {
  const input = aChargesInput({
    bills: [october],
    itemId: "item-7",
    billingCodeId: "code-2",
    productName: "Azure plan",
  });
  expect(planCharges(input).charges).toEqual([
    expect.objectContaining({
      itemId: "item-7",
      billingCodeId: "code-2",
      name: "Usage Oct 2026 – Azure plan",
    }),
  ]);
  const long = planCharges({ ...input, productName: "x".repeat(200) }).charges[0];
  expect(long?.name).toHaveLength(100);
  expect(long?.reference.length).toBeLessThanOrEqual(50);
});

test("before and after tell the amounts of each month", () => {
  const plan = planCharges(
    aChargesInput({ bills: [september, october], charges: [posted("azure2609", "100", "150")] }),
  );
  const one = {
    quantity: "1",
    from: "2026-09-01",
    to: "2026-09-30",
    unitCost: "100.00",
    unitPrice: "150.00",
  };
  expect(plan.before).toEqual([one]);
  expect(plan.after).toEqual([
    one,
    { quantity: "1", from: "2026-10-01", to: "2026-10-31", unitCost: "13.00", unitPrice: "21.00" },
  ]);
});

describe("what an earlier charge leaves over is asked", () => {
  const charges = [posted("azure2610", "10.00", "20.00")];
  const facts = {
    amount: "1.00",
    costAmount: "3.00",
    currency: "AUD",
    product: "Azure plan",
    from: "2026-10-01",
    to: "2026-10-31",
    agreementId: "agreement-1",
    posted: "20.00",
  };

  test("held", () => {
    const plan = planCharges(aChargesInput({ bills: [october], charges }));
    expect(plan.kind).toBe("hold");
    expect(plan.charges).toEqual([]);
    expect(plan.issues).toEqual([{ code: "credit_or_adjustment", severity: "held", facts }]);
  });

  test.each([
    ["approve", ["azure2610.2 2026-10-01..2026-10-31 3.00/1.00"], "change"],
    ["reject", [], "rejected"],
  ] as const)("%s", (choice, texts, kind) => {
    const rules = decided("credit_or_adjustment", choice);
    const plan = planCharges(aChargesInput({ bills: [october], charges, rules }));
    expect(chargesOf(plan)).toEqual(texts);
    expect(plan.kind).toBe(kind);
    expect(plan.issues).toEqual([]);
    expect(plan.after).toEqual(
      choice === "reject" ? plan.before : [expect.objectContaining({ unitCost: "13.00" })],
    );
  });

  test("a revised invoice gives back what was charged too much, under the next number", () => {
    const plan = planCharges(
      aChargesInput({
        bills: [nothing],
        charges: [posted("azure2610", "10.00", "20.00"), posted("azure2610.2", "3.00", "1.00")],
        rules: decided("credit_or_adjustment", "approve"),
      }),
    );
    expect(chargesOf(plan)).toEqual(["azure2610.3 2026-10-01..2026-10-31 -13.00/-21.00"]);
  });

  test("a settled month whose charge is gone, or stands elsewhere, is not charged again by itself", () => {
    const plan = planCharges(aChargesInput({ bills: [october], settledThrough: "2026-10-31" }));
    expect(plan.kind).toBe("hold");
    expect(plan.issues.map((issue) => issue.facts.posted)).toEqual(["0.00"]);
  });
});

describe("credits", () => {
  const credit = aBill("2026-10", [[1, 31, "-1", { costAmount: "-12.00", priceAmount: "-18.00" }]]);
  const input = { kind: "credit" as const, key: `${id}:credit`, bills: [credit] };
  const facts = {
    amount: "-18.00",
    costAmount: "-12.00",
    currency: "AUD",
    product: "Azure plan",
    from: "2026-10-01",
    to: "2026-10-31",
    agreementId: "agreement-1",
  };

  test("are held until approved", () => {
    const plan = planCharges(aChargesInput(input));
    expect(plan.kind).toBe("hold");
    expect(plan.issues).toEqual([{ code: "credit_or_adjustment", severity: "held", facts }]);
  });

  test("approved they are charges", () => {
    const rules = decided("credit_or_adjustment", "approve");
    const plan = planCharges(aChargesInput({ ...input, rules }));
    expect(chargesOf(plan)).toEqual(["credit2610 2026-10-01..2026-10-31 -12.00/-18.00"]);
  });

  test("rejected they are settled, also when they are looked at again", () => {
    const rules = decided("credit_or_adjustment", "reject", facts);
    for (const settledThrough of [null, "2026-10-31"]) {
      const plan = planCharges(aChargesInput({ ...input, rules, settledThrough }));
      expect(plan).toEqual(expect.objectContaining({ kind: "rejected", charges: [], issues: [], after: [] }));
    }
  });

  test("an approval does not serve twice", () => {
    const rules = decided("credit_or_adjustment", "approve", facts);
    const gone = planCharges(aChargesInput({ ...input, rules, settledThrough: "2026-10-31" }));
    expect(gone.kind).toBe("hold");
    const doubled = aBill("2026-10", [[1, 31, "-1", { costAmount: "-24.00", priceAmount: "-36.00" }]]);
    const revised = planCharges(
      aChargesInput({ ...input, bills: [doubled], rules, charges: [posted("credit2610", "-12", "-18")] }),
    );
    expect(revised.issues.map((issue) => issue.facts)).toEqual([{ ...facts, posted: "-18.00" }]);
  });

  test("one that is held does not keep an approved one back", () => {
    const older = { ...aBill("2026-09", [[1, 30, "-1"]]) };
    const rules = decided("credit_or_adjustment", "approve", facts);
    const plan = planCharges(aChargesInput({ ...input, bills: [older, credit], rules }));
    expect(chargesOf(plan)).toEqual(["credit2610 2026-10-01..2026-10-31 -12.00/-18.00"]);
    expect(plan.issues.map((issue) => issue.facts.from)).toEqual(["2026-09-01"]);
  });
});

test("a loose line that was approved is charged under a reference of its own", () => {
  const key = "line:0d9c3b1a-1111-4222-8333-444455556666:17";
  const plan = planCharges(aChargesInput({ kind: "line", key, bills: [october] }));
  expect(plan.charges.map(({ reference, name }) => [reference, name])).toEqual([
    [key, "Adjustment Oct 2026 – Azure plan"],
  ]);
});

describe("yearly payments", () => {
  const once = anAgreement({ oneTime: true, nextInvoiceDate: null, billed: null, cycleMonths: null });
  const year = aBill("2026-10", []);
  const bills = [
    { ...year, lines: [{ ...aBill("2026-10", [[1, 31, "3"]]).lines[0], chargeEnd: "2027-09-30" }] },
  ] as ChargesInput["bills"];
  const input = { kind: "annual" as const, key: `${id}:annual`, bills, agreement: once };
  const issueOf = (fields: Partial<ChargesInput>) =>
    planCharges(aChargesInput({ ...input, ...fields })).issues.map(({ code, facts }) => [code, facts]);

  test("are charged on the days that the invoice charges", () => {
    const plan = planCharges(aChargesInput(input));
    expect(chargesOf(plan)).toEqual(["annual2610 2026-10-01..2027-09-30 60.00/90.00"]);
    expect(plan.boundary).toBeNull();
  });

  test.each<[Partial<PsaAgreement>, string]>([
    [{ billStartDate: "2026-10-09" }, "annual2610 2026-10-09..2027-09-30 60.00/90.00"],
    [{ endDate: "2026-12-31" }, "annual2610 2026-10-01..2026-12-31 60.00/90.00"],
  ])("as far as the agreement runs: %j", (fields, text) => {
    expect(chargesOf(planCharges(aChargesInput({ ...input, agreement: { ...once, ...fields } })))).toEqual([
      text,
    ]);
  });

  test("fail where the agreement cannot bear them", () => {
    const name = once.name;
    expect(issueOf({ agreement: anAgreement() })).toEqual([
      ["agreement_type_mismatch", { name, wanted: "one_time" }],
    ]);
    expect(issueOf({ agreement: { ...once, status: "ended", endDate: "2026-09-30" } })).toEqual([
      ["agreement_ended", { name, status: "ended", endDate: "2026-09-30" }],
    ]);
    expect(issueOf({ agreement: { ...once, endDate: "2026-09-30" } })).toEqual([
      ["agreement_ended", { name, endDate: "2026-09-30", date: "2026-10-01" }],
    ]);
    const charges = [aCharge({ reference: `${id}:annual2510`, billed: true })];
    expect(issueOf({ charges })).toEqual([
      ["period_already_invoiced", { name, from: "2026-10-01", to: "2027-09-30" }],
    ]);
    expect(issueOf({ charges, agreement: { ...once, billed: "as_posted" } })).toEqual([]);
  });

  test("that stand there and were billed since are settled", () => {
    const charges = [
      aCharge({ reference: `${id}:annual2610`, costAmount: "60", priceAmount: "90", billed: true }),
    ];
    expect(planCharges(aChargesInput({ ...input, charges })).kind).toBe("unchanged");
  });
});

describe("an agreement that cannot bear usage", () => {
  test.each<[string, Partial<ChargesInput>, string]>([
    ["another currency", { currency: "NZD" }, "currency_mismatch"],
    ["one-time", { agreement: anAgreement({ oneTime: true }) }, "agreement_type_mismatch"],
    ["cancelled", { agreement: anAgreement({ status: "cancelled" }) }, "agreement_ended"],
    ["over before the period", { agreement: anAgreement({ endDate: "2026-09-30" }) }, "agreement_ended"],
    [
      "its next invoice unknown",
      { agreement: anAgreement({ nextInvoiceDate: null }) },
      "billing_cycle_mismatch",
    ],
  ])("%s", (_, fields, code) => {
    const plan = planCharges(aChargesInput({ bills: [october], ...fields }));
    expect(plan.kind).toBe("fail");
    expect(plan.charges).toEqual([]);
    expect(plan.issues.map((issue) => issue.code)).toEqual([code]);
    const settled = { ...fields, charges: [posted("azure2610", "13", "21")] };
    expect(planCharges(aChargesInput({ bills: [october], ...settled })).kind).toBe("unchanged");
  });

  test.each<[string | null, string | null]>([
    [null, "AUD"],
    ["AUD", null],
    ["XXX", "AUD"],
  ])("a currency that is not named is not compared: %s and %s", (currency, ofAgreement) => {
    const agreement = anAgreement({ currency: ofAgreement });
    expect(planCharges(aChargesInput({ bills: [october], currency, agreement })).kind).toBe("change");
  });
});
