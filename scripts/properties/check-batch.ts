import { lastDayOf } from "@/sandbox/world/plain-dates";
import { invoiceRow } from "../months/prism-desk";
import type { Amounts, HeldLine, PsaName } from "../months/psa-books";
import { daysFrom, heldText, type Naming, wantedText } from "./billed-days";
import { type GeneratedCustomer, generatedMonths } from "./generated-customer";
import type { Phase } from "./invoiced-days";
import type { Placed } from "./place-customers";
import type { CustomerPhase, PlayedBatch, PlayedPhase } from "./play-batch";
import { sumAmounts } from "./sums";

/** What was promised and did not hold; `generated` repeats it when it is kept among the found cases. */
export type Failure = { rule: string; month: string; details: unknown; generated: GeneratedCustomer | null };

/** Issues that generated months may come to; any other is a failure. */
const expected = ["catch_up", "price_changed_mid_period", "cost_changed_mid_period", "prorate_disabled"];

export function checkBatch(psa: PsaName, batch: PlayedBatch): Failure[] {
  const naming: Naming = (subscriptionId, product) =>
    psa === "connectwise" ? `${subscriptionId}:licence` : (batch.products[product]?.name ?? "");
  return batch.phases.flatMap((played) => [
    ...checkRuns(batch, played),
    ...batch.placed.flatMap((placed) => {
      const own = played.customers.get(placed.name);
      if (!own) throw new Error(`${placed.name} was not played.`);
      const prorates = psa === "autotask" || placed.generated.prorates;
      return [
        ...checkIssues(placed, played),
        ...checkBefore(placed, own, played.phase),
        ...checkDays({ placed, own, prorates, naming }, played.phase),
        ...checkMoney(placed, batch.phases.slice(0, played.phase + 1)),
      ];
    }),
  ]);
}

/** The tie-out is exact to the cent, and looking again changes nothing. */
function checkRuns({ placed }: PlayedBatch, { phase, runs, again }: PlayedPhase): Failure[] {
  const failures: Failure[] = [];
  const fail = (rule: string, details: unknown, generated: GeneratedCustomer | null = null) =>
    failures.push({ rule, month: generatedMonths[phase], details, generated });
  for (const { periodStart, total, ...tieOut } of runs.tieOuts) {
    const { cost } = sumAmounts(
      placed.flatMap((one) => invoiced(one, periodStart === generatedMonths[1] ? 1 : 0)),
    );
    const { applied, planned, unchanged, held, skipped, failed } = tieOut;
    const parts = costs(applied, planned, unchanged, held, skipped, failed);
    if (costs(total) !== cost || parts !== cost) fail("the tie-out is exact", { cost, total, parts });
  }
  if (runs.tieOuts.length === 0) fail("the tie-out is exact", "there is none");
  if (again.status !== "no_change") {
    const open = again.issues.filter(({ severity }) => severity !== "warning");
    for (const issue of open) {
      const customer = placed.find(({ name }) => name === issue.customer);
      fail("looking again finds nothing", issue, customer?.generated);
    }
    if (open.length === 0) fail("looking again finds nothing", again.status);
  }
  if (again.writes !== 0) fail("looking again writes nothing", again.writes);
  return failures;
}

function costs(...all: string[]): string {
  return sumAmounts(all.map((cost) => ({ cost, price: "0" }))).cost;
}

function checkIssues({ name, generated }: Placed, { phase, runs }: PlayedPhase): Failure[] {
  const details = runs.issues.filter(({ customer, code }) => customer === name && !expected.includes(code));
  if (details.length === 0) return [];
  return [{ rule: "nothing fails", month: generatedMonths[phase], details, generated }];
}

/** What the PSA has billed is as it was; a line that goes on may only be ended. */
function checkBefore(
  { generated }: Placed,
  { openFrom, before, after }: CustomerPhase,
  phase: Phase,
): Failure[] {
  const early = (held: HeldLine[]) =>
    held
      .filter(({ what, from }) => what === "line" && from < openFrom)
      .map((line) => ({
        ...line,
        to: line.to !== null && line.to < lastBilled ? line.to : "the boundary or later",
      }));
  const lastBilled =
    daysFrom("2026-09-30")
      .filter((day) => day < openFrom)
      .at(-1) ?? "";
  const [was, is] = [early(before), early(after)].map((lines) => JSON.stringify(lines));
  if (was === is) return [];
  return [
    {
      rule: "nothing before the boundary changes",
      month: generatedMonths[phase],
      details: { was, is },
      generated,
    },
  ];
}

/** From the boundary on the days are the invoices'; without proration whole periods may differ, which is stated. */
function checkDays(
  of: { placed: Placed; own: CustomerPhase; prorates: boolean; naming: Naming },
  phase: Phase,
): Failure[] {
  const { placed, own, prorates, naming } = of;
  const first = prorates ? own.openFrom : "2026-12-01";
  const days = daysFrom(first < generatedMonths[0] ? generatedMonths[0] : first);
  const different = days.flatMap((day) => {
    const [wanted, held] = [wantedText(placed, naming, phase, day), heldText(placed, own.after, day)];
    return wanted === held ? [] : [{ day, wanted, held }];
  });
  if (different.length === 0) return [];
  const details = { openFrom: own.openFrom, different: different.slice(0, 3), held: own.after.slice(0, 8) };
  return [
    {
      rule: "from the boundary on the days are those invoiced",
      month: generatedMonths[phase],
      details,
      generated: placed.generated,
    },
  ];
}

/** All that was billed for the invoiced days, charges included, is what was invoiced, plus what was stated. */
function checkMoney(placed: Placed, phases: PlayedPhase[]): Failure[] {
  const phase = phases.length === 2 ? 1 : 0;
  const { name, generated } = placed;
  const billed = (phases.at(-1)?.customers.get(name)?.billed ?? []).filter(
    ({ what, to }) => what === "charge" || to <= lastDayOf(generatedMonths[phase]),
  );
  const stated = phases.flatMap(({ runs }) =>
    runs.stated.filter(({ customer }) => customer === name).map(({ amounts }) => amounts),
  );
  const rows = phases.flatMap((played) => invoiced(placed, played.phase));
  const [is, wanted] = [ownedOf(billed, generated), ownedOf([...rows, ...stated], generated)];
  if (JSON.stringify(is) === JSON.stringify(wanted)) return [];
  const details = { billed: is, wanted, stated, lines: billed };
  return [
    {
      rule: "the PSA bills the invoice, or the difference is stated",
      month: generatedMonths[phase],
      details,
      generated,
    },
  ];
}

/** Only what the pricing strategy owns is PRISM's to the cent. */
function ownedOf(amounts: Amounts[], { strategy }: GeneratedCustomer): Partial<Amounts> {
  const { cost, price } = sumAmounts(amounts);
  if (strategy === "cost_and_retail") return { cost, price };
  return strategy === "cost_only" ? { cost } : {};
}

function invoiced({ generated }: Placed, phase: Phase): Amounts[] {
  return generated.subscriptions.flatMap(({ months }) =>
    months[phase].map((days) => {
      const { subTotal, subTotalRrp } = invoiceRow("", "", days);
      return { cost: subTotal, price: subTotalRrp };
    }),
  );
}
