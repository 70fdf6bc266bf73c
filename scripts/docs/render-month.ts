import { Decimal } from "decimal.js";
import { formatDateRange } from "@/lib/format/billing-date";
import { issueTitle } from "@/lib/issues/catalogue";
import { lastDayOf } from "@/sandbox/world/plain-dates";
import type { BilledLine, HeldLine, PsaName } from "../months/psa-books";
import { invoiceRows, type Sums, sumBilled, sumInvoice } from "./month-sums";
import type { Played } from "./play-months";
import { table } from "./table";
import { type WorkedMonth, workedMonths } from "./worked-months";

const names: Record<PsaName, string> = { connectwise: "ConnectWise", autotask: "Autotask" };
const psas = ["connectwise", "autotask"] as const;

export type Outcomes = Record<PsaName, Played>;

/** All that is computed of a worked month, as Markdown. */
export function renderMonth(month: WorkedMonth, outcomes: Outcomes): string {
  return [
    "PRISM's invoice for November:",
    invoiceTable(month),
    "ConnectWise holds afterwards:",
    additionsTable(outcomes.connectwise.held),
    "Autotask holds afterwards:",
    unitsTable(outcomes.autotask.held),
    "They bill:",
    billTable(outcomes),
    "For November that is:",
    sumsTable(month, outcomes),
    ...says(outcomes),
  ].join("\n\n");
}

function invoiceTable(month: WorkedMonth): string {
  const rows = invoiceRows(month);
  const several = month.subscriptions.length > 1;
  return table(
    ["Subscription", "Days", "Quantity:", "Cost of one:", "Price of one:", "Ratio:", "Cost:", "Price:"],
    rows.map((row) => [
      several ? `${row.offerName}, ${row.subscriptionId}` : row.offerName,
      formatDateRange(row.chargeStart, row.chargeEnd),
      row.quantity,
      row.unitPrice,
      row.unitPriceRrp,
      row.billableRatio,
      row.subTotal,
      row.subTotalRrp,
    ]),
  );
}

function additionsTable(held: HeldLine[]): string {
  return table(
    ["Addition", "Days", "Quantity:", "Cost of one:", "Price of one:"],
    held.map(({ name, from, to, quantity, ofOne }) => [
      name,
      formatDateRange(from, to),
      quantity,
      cents(ofOne?.cost),
      cents(ofOne?.price),
    ]),
  );
}

function unitsTable(held: HeldLine[]): string {
  return table(
    ["Service or charge", "Days", "Units:", "Cost of these days:", "Price of these days:"],
    joinMonths(held).map(({ line, months }) => {
      const { name, from, to, quantity, ofOne, ofRow } = line;
      const days = formatDateRange(from, to);
      const amounts = ofRow ?? ofOne;
      return [
        name,
        months > 1 ? `${days}, each month` : days,
        quantity,
        cents(amounts?.cost),
        cents(amounts?.price),
      ];
    }),
  );
}

/** The months to come that hold the same, as one. */
function joinMonths(held: HeldLine[]): { line: HeldLine; months: number }[] {
  const joined: { line: HeldLine; months: number }[] = [];
  for (const line of held) {
    const last = joined.at(-1);
    const isLater = line.from > lastDayOf(workedMonths.shown);
    if (isLater && last && last.line.from > lastDayOf(workedMonths.shown) && isSame(last.line, line)) {
      last.line = { ...last.line, to: line.to };
      last.months += 1;
    } else joined.push({ line, months: 1 });
  }
  return joined;
}

function isSame(a: HeldLine, b: HeldLine): boolean {
  return a.id === b.id && a.quantity === b.quantity && a.ofRow?.price === b.ofRow?.price && a.what === b.what;
}

function billTable(outcomes: Outcomes): string {
  const rows = psas.flatMap((psa) =>
    outcomes[psa].billed.map((line) => [
      names[psa],
      line.name,
      billedDays(line),
      line.quantity,
      cents(line.unitPrice),
      line.cost,
      line.price,
    ]),
  );
  return table(["PSA", "What", "Days", "Quantity:", "Price of one:", "Cost:", "Price:"], rows);
}

function billedDays({ what, from, to, days, periodDays }: BilledLine): string {
  if (what === "charge") return formatDateRange(from, to);
  return `${formatDateRange(from, to)} (${days} of ${periodDays} days)`;
}

function sumsTable(month: WorkedMonth, outcomes: Outcomes): string {
  const invoiced = sumInvoice(month);
  const rows = psas.map((psa) => {
    const billed = sumBilled(outcomes[psa]);
    return [`${names[psa]} bills`, billed.cost, billed.price, statedText(outcomes[psa].stated)];
  });
  return table(
    ["", "Cost:", "Price:", "Difference that Sync Status shows"],
    [["PRISM invoices", invoiced.cost, invoiced.price, ""], ...rows],
  );
}

function statedText(stated: Sums | null): string {
  if (stated === null) return "none";
  return `${signed(stated.cost)} cost, ${signed(stated.price)} price`;
}

function signed(amount: string): string {
  return Number(amount) < 0 ? `−${cents(amount.slice(1))}` : `+${cents(amount)}`;
}

/** What the sync asked or told, by the titles that Sync Status uses. */
function says(outcomes: Outcomes): string[] {
  const lines = psas.flatMap((psa) => {
    const titles = outcomes[psa].issues.map((code) => `“${issueTitle(code, names[psa])}”`);
    return titles.length === 0 ? [] : [`- with ${names[psa]}: ${titles.join(", ")}`];
  });
  return lines.length === 0 ? [] : [`Sync Status says:\n\n${lines.join("\n")}`];
}

function cents(amount: string | undefined): string {
  return amount === undefined ? "" : new Decimal(amount).toFixed(2);
}
