import { Decimal } from "decimal.js";
import fc from "fast-check";
import type { AgreementLine } from "@/workers/connectors/psa";
import { billingBoundary } from "./calendar/boundary";
import { canonical } from "./exact";
import { planSubscription } from "./plan-subscription";
import { billOf, billsFrom, ownLines, strategies, subscriptions } from "./testing/arbitraries";
import { anAgreement, anInput, dateOf, dayNumber } from "./testing/build";
import { applyAction, applyActions, billMonth, eachDay, linesOn } from "./testing/psa-model";
import { holdsForAll, printSeed } from "./testing/run-property";
import type { ChargeLine, Segment, SubscriptionInput, SubscriptionPlan } from "./types";

const horizon = ["2026-08-01", "2027-01-31"] as const;
const allDays = eachDay(...horizon);

beforeAll(() => printSeed("planSubscription"));

function boundaryOf(input: SubscriptionInput): string {
  const boundary = billingBoundary(input.agreement);
  if (boundary === null) throw new Error("The generated agreement has no boundary.");
  return boundary;
}

/** Held, or its lines cannot give way to each other inside one period of a PSA that does not prorate. */
function isStopped({ kind, issues }: SubscriptionPlan): boolean {
  return kind === "hold" || issues.some(({ code }) => code === "several_open_lines");
}

function afterPlan(input: SubscriptionInput, plan: SubscriptionPlan): SubscriptionInput {
  return { ...input, lines: applyActions(input.lines, plan.actions) };
}

/** What the PSA bills on a day, as one text, in the fields that the strategy owns. */
function billedOn(input: SubscriptionInput, day: string): string {
  const lines = linesOn(input.lines, day).filter((line) => canonical(line.quantity) !== "0");
  return lines.map((line) => valuesText(input, line.quantity, line.unitCost, line.unitPrice)).join(" + ");
}

function wantedOn(input: SubscriptionInput, steps: Segment[], day: string): string {
  const held = steps.filter(({ from, to }) => from <= day && (to === null || day <= to));
  return held
    .map((step) => valuesText(input, step.quantity, step.unitCost ?? "0", step.unitPrice ?? "0"))
    .join(" + ");
}

function valuesText(input: SubscriptionInput, quantity: string, cost: string, price: string): string {
  const { strategy } = input;
  const owned = [canonical(quantity)];
  if (strategy !== "quantity_only") owned.push(canonical(cost));
  if (strategy === "cost_and_retail") owned.push(canonical(price));
  return owned.join(" at ");
}

/** The step function that the rows describe, day by day, written without the planner's code. */
function invoicedOn(input: SubscriptionInput, day: string): string | null {
  const rows = input.bills.flatMap((bill) => bill.lines);
  const row = rows.find(({ chargeStart, chargeEnd }) => chargeStart <= day && day <= chargeEnd);
  if (row) {
    return canonical(row.quantity) === "0"
      ? ""
      : valuesText(input, row.quantity, row.unitCost, row.unitPrice);
  }
  const lastBill = input.bills.at(-1);
  if (!lastBill || day < (input.bills[0]?.periodStart ?? "")) return null;
  const closing = rows.filter(({ chargeStart }) => chargeStart < day).at(-1);
  if (day <= lastBill.periodEnd || !closing || closing.chargeEnd < lastBill.periodEnd) return "";
  return canonical(closing.quantity) === "0"
    ? ""
    : valuesText(input, closing.quantity, closing.unitCost, closing.unitPrice);
}

test("a plan carried out leaves nothing to do", () => {
  holdsForAll(subscriptions, 2_000, (input) => {
    const plan = planSubscription(input);
    const again = planSubscription(afterPlan(input, plan));
    expect(again.actions).toEqual([]);
    if (!isStopped(plan)) expect(again.kind).toBe("unchanged");
  });
});

test("from the boundary on the PSA bills what is wanted, and what is wanted is what the invoices say", () => {
  holdsForAll(subscriptions, 2_000, (input) => {
    const plan = planSubscription(input);
    if (isStopped(plan)) return;
    const applied = afterPlan(input, plan);
    const firstDay = input.bills[0]?.periodStart ?? "";
    const days = allDays.filter((date) => date >= boundaryOf(input));
    const billed = days.map((day) => billedOn(applied, day));
    expect(billed).toEqual(days.map((day) => wantedOn(input, plan.after, day)));
    if (!input.agreement.prorates) return;
    expect(billed).toEqual(
      days.map((day) => (day < firstDay ? billedOn(input, day) : invoicedOn(input, day))),
    );
  });
});

test("nothing before the boundary changes", () => {
  holdsForAll(subscriptions, 2_000, (input) => {
    const boundary = boundaryOf(input);
    const dayBefore = dateOf(dayNumber(boundary) - 1);
    const { lines } = afterPlan(input, planSubscription(input));
    const invoiced = (line: AgreementLine) => ({
      ...line,
      to: line.to !== null && line.to < dayBefore ? line.to : "at or after the boundary",
    });
    const early = ({ from }: AgreementLine) => from < boundary;
    expect(lines.filter(early).map(invoiced)).toEqual(input.lines.filter(early).map(invoiced));
  });
});

test("at no moment two lines of the key share a day, and ends come first, creations last", () => {
  holdsForAll(subscriptions, 2_000, (input) => {
    let { lines } = input;
    const { actions } = planSubscription(input);
    const shared = actions.flatMap((action) => {
      lines = applyAction(lines, action);
      return sharedDays(lines);
    });
    expect(shared).toEqual([]);
    const order = actions.map((action) => (action.kind === "create" ? 2 : action.reason === "end" ? 0 : 1));
    expect(order).toEqual([...order].sort());
  });
});

/** Pairs of lines that share a day, and lines that end before they start. */
function sharedDays(lines: AgreementLine[]): AgreementLine[][] {
  const sorted = [...lines].sort((a, b) => (a.from < b.from ? -1 : 1));
  return sorted.flatMap((line, i) => {
    const next = sorted[i + 1];
    const backwards = line.to !== null && line.to < line.from;
    const meets = next !== undefined && (line.to === null || line.to >= next.from);
    return backwards || meets ? [next ? [line, next] : [line]] : [];
  });
}

test("two invoices planned together equal the same two planned one after the other", () => {
  const cases = fc.record({
    bills: billsFrom(2, 2),
    lines: ownLines("2026-08-20", "2026-12-10"),
    strategy: strategies,
    prorates: fc.boolean(),
    nextInvoiceDate: fc.constantFrom("2026-10-01", "2026-11-01", "2026-10-15"),
    remember: fc.boolean(),
  });
  holdsForAll(cases, 2_000, ({ bills, lines, strategy, prorates, nextInvoiceDate, remember }) => {
    const agreement = anAgreement({ prorates, nextInvoiceDate });
    const common = anInput({ lines, strategy, agreement, subscriptionActive: false });
    const together = planSubscription({ ...common, bills });
    const first = planSubscription({ ...common, bills: bills.slice(0, 1) });
    const second = planSubscription({
      ...afterPlan(common, first),
      bills: bills.slice(1),
      confirmed: remember ? first.after : null,
    });
    if ([first, second, together].some(isStopped)) return;
    expect(second.after).toEqual(together.after);
  });
});

test("an agreement that does not prorate bills no period twice", () => {
  const cases = subscriptions.map((input) => ({
    ...input,
    agreement: { ...input.agreement, prorates: false, nextInvoiceDate: "2026-10-01" },
  }));
  holdsForAll(cases, 2_000, (input) => {
    const plan = planSubscription(input);
    if (isStopped(plan)) return;
    const { lines } = afterPlan(input, plan);
    for (const month of ["2026-10", "2026-11", "2026-12", "2027-01"]) {
      if (`${month}-01` < boundaryOf(input)) continue;
      const billing = lines.filter(
        ({ from, to, quantity }) =>
          canonical(quantity) !== "0" && from <= `${month}-31` && (to === null || to >= `${month}-01`),
      );
      expect(billing.length).toBeLessThanOrEqual(1);
    }
  });
});

const amountFields = [
  ["unitCost", "costAmount"],
  ["unitPrice", "priceAmount"],
] as const;

function sumOfRows(input: SubscriptionInput, field: "costAmount" | "priceAmount"): Decimal {
  return input.bills.flatMap((bill) => bill.lines).reduce((sum, row) => sum.plus(row[field]), new Decimal(0));
}

test("an agreement in arrears that prorates bills the invoice to the cent, in retail and cost", () => {
  const cases = billOf("2026-10-01").filter((bill) => readsAsSteps(bill.lines));
  holdsForAll(cases, 2_000, (bill) => {
    const input = anInput({ bills: [bill], subscriptionActive: false });
    const plan = planSubscription(input);
    const { lines } = afterPlan(input, plan);
    expect(plan.prorationDifference).toBeNull();
    for (const [price, amount] of amountFields) {
      expect(billMonth(lines, "2026-10-01", price)).toBe(sumOfRows(input, amount).toFixed(2));
    }
  });
});

test("where lines that stand cut the days otherwise, or the PSA does not prorate, the difference is stated", () => {
  const cases = fc.record({
    bill: billOf("2026-10-01"),
    lines: ownLines("2026-09-05", "2026-11-10"),
    prorates: fc.boolean(),
  });
  holdsForAll(cases, 2_000, ({ bill, lines, prorates }) => {
    const agreement = anAgreement({ prorates });
    const input = anInput({ bills: [bill], lines, agreement, subscriptionActive: false });
    const plan = planSubscription(input);
    if (isStopped(plan)) return;
    const applied = afterPlan(input, plan);
    for (const [price, amount] of amountFields) {
      const expected = sumOfRows(input, amount).plus(plan.prorationDifference?.[amount] ?? 0);
      expect(billMonth(applied.lines, "2026-10-01", price, prorates)).toBe(expected.toFixed(2));
    }
  });
});

/** False when neighbouring rows are equal: they become one line, and rounding them apart may differ by a cent. */
function readsAsSteps(rows: ChargeLine[]): boolean {
  return rows.every((row, i) => {
    const last = rows[i - 1];
    return !last || last.quantity !== row.quantity || last.unitPrice !== row.unitPrice;
  });
}
