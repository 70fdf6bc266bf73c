import { Decimal } from "decimal.js";
import fc from "fast-check";
import type { PsaCharge } from "@/workers/connectors/psa";
import { aBill, aCharge, aChargesInput, anAgreement, theRules } from "../testing/build";
import { holdsForAll, printSeed } from "../testing/run-property";
import type { ChargesPlan, Decision } from "../types";
import { type ChargesInput, planCharges } from "./plan-charges";

beforeAll(() => printSeed("planCharges"));

const amounts = fc.constantFrom("-20.05", "-0.01", "0.00", "0.1", "3.30", "19.37", "250");
const pairs = fc.record({ costAmount: amounts, priceAmount: amounts });
const key = aChargesInput().key.replace(":azure", "");

/** One to three months with up to three lines each, and charges of earlier syncs, right ones among them or not. */
const cases: fc.Arbitrary<ChargesInput> = fc
  .record({
    kind: fc.constantFrom<ChargesInput["kind"]>("azure", "annual", "credit"),
    months: fc.array(fc.array(pairs, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    charges: fc.array(fc.record({ month: fc.integer({ min: 8, max: 10 }), amounts: pairs }), {
      maxLength: 3,
    }),
    nextInvoiceDate: fc.constantFrom("2026-09-01", "2026-10-01", "2026-11-01", "2026-10-15"),
    billed: fc.constantFrom("in_arrears" as const, "in_advance" as const, "as_posted" as const),
    settledThrough: fc.constantFrom(null, "2026-08-31", "2026-09-30", "2026-10-31"),
  })
  .map(({ kind, months, charges, nextInvoiceDate, billed, settledThrough }) =>
    aChargesInput({
      kind,
      key: `${key}:${kind}`,
      bills: months.map((lines, i) => {
        const month = ["2026-08", "2026-09", "2026-10"][i] ?? "";
        return aBill(
          month,
          lines.map((fields) => [1, 28, "1", fields]),
        );
      }),
      charges: charges.map(({ month, amounts: carried }, i) =>
        aCharge({
          id: `old-${i}`,
          reference: `${key}:${kind}26${String(month).padStart(2, "0")}${i === 0 ? "" : `.${i + 1}`}`,
          ...carried,
        }),
      ),
      agreement: anAgreement({ nextInvoiceDate, billed, oneTime: kind === "annual" }),
      settledThrough,
    }),
  );

function planAs(input: ChargesInput, choice: Decision["choice"] | null): ChargesPlan {
  const rules = theRules({ decide: () => (choice ? { choice, details: {} } : null) });
  return planCharges({ ...input, rules });
}

function afterPlan(input: ChargesInput, { charges }: ChargesPlan): ChargesInput {
  const made = charges.map((charge, i): PsaCharge => aCharge({ ...charge, id: `new-${i}` }));
  return { ...input, charges: [...input.charges, ...made] };
}

type Field = "costAmount" | "priceAmount";

function posted(charges: PsaCharge[], month: string, field: Field): string {
  const yymm = month.slice(2, 4) + month.slice(5, 7);
  const held = charges.filter(({ reference }) => reference?.split(":")[1]?.split(".")[0]?.endsWith(yymm));
  return held.reduce((sum, charge) => sum.plus(charge[field]), new Decimal(0)).toFixed(2);
}

function invoiced(input: ChargesInput, month: string, field: Field): string {
  const lines = input.bills.filter(({ periodStart }) => periodStart === month).flatMap(({ lines }) => lines);
  return lines.reduce((sum, line) => sum.plus(line[field]), new Decimal(0)).toFixed(2);
}

test("once all is approved the PSA has what the invoices charge, month by month and to the cent", () => {
  holdsForAll(cases, 2_000, (input) => {
    const after = afterPlan(input, planAs(input, "approve"));
    for (const { periodStart } of input.bills) {
      for (const field of ["costAmount", "priceAmount"] as const) {
        expect(posted(after.charges, periodStart, field)).toBe(invoiced(input, periodStart, field));
      }
    }
  });
});

test("a second plan has nothing to post, whatever was decided", () => {
  holdsForAll(
    fc.tuple(cases, fc.constantFrom("approve" as const, "reject" as const, null)),
    2_000,
    ([input, choice]) => {
      const after = afterPlan(input, planAs(input, choice));
      const again = planAs(after, choice);
      expect(again.charges).toEqual([]);
      if (choice === "approve") expect(again.kind).toBe("unchanged");
    },
  );
});

test("nothing is posted unasked but usage and payments that are new; every reference is new and short enough", () => {
  holdsForAll(cases, 2_000, (input) => {
    const known = new Set(input.charges.map(({ reference }) => reference));
    for (const { reference } of planAs(input, null).charges) {
      const month = `20${reference.slice(-4, -2)}-${reference.slice(-2)}-01`;
      expect(input.kind).not.toBe("credit");
      expect(reference).not.toContain(".");
      expect(input.settledThrough === null || month > input.settledThrough).toBe(true);
    }
    const references = planAs(input, "approve").charges.map(({ reference }) => reference);
    expect(new Set(references).size).toBe(references.length);
    for (const reference of references) {
      expect(known.has(reference)).toBe(false);
      expect(reference.length).toBeLessThanOrEqual(50);
    }
  });
});

test("no charge lies before the boundary, and each covers a whole period where periods are billed", () => {
  holdsForAll(cases, 2_000, (input) => {
    const plan = planAs(input, "approve");
    for (const { from, to } of plan.charges) {
      expect(from <= to).toBe(true);
      if (input.kind === "annual") continue;
      expect(plan.boundary !== null && from >= plan.boundary).toBe(true);
      if (input.agreement.billed !== "as_posted" && !input.agreement.nextInvoiceDate?.endsWith("15")) {
        expect(from.slice(8)).toBe("01");
        expect(to.slice(0, 7)).toBe(from.slice(0, 7));
      }
    }
  });
});
