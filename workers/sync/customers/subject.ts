import type { BilledLine, MappedCustomer, ScopeInvoice } from "@/db/queries/runs/bills";
import type { Position } from "@/db/queries/runs/positions";
import type { Reversal } from "@/db/schema";
import { groupBy } from "@/lib/group-by";
import { classifyLine } from "../plan/classify-line";
import { Exact } from "../plan/exact";
import type { LineKind, SubscriptionBill } from "../plan/types";
import type { InvoiceShare } from "../run/item-draft";
import { usageKey } from "./usage-key";

/** One key of one customer in a run: what is billed under it, and what of that is still to be planned. */
export type Subject = {
  key: string;
  kind: LineKind;
  /** null: it stands for several, or for a line that names none. */
  subscriptionId: string | null;
  customer: MappedCustomer;
  /** Where it is billed; null: nothing is mapped for its kind. */
  psaAgreementId: string | null;
  productId: string | null;
  productName: string;
  sku: string | null;
  productListed: boolean;
  psaItemId: string | null;
  active: boolean | null;
  position: Position | undefined;
  currency: string;
  /** Oldest unconfirmed bill to the newest, without a hole; one without lines is missing from its invoice. */
  bills: SubscriptionBill[];
  /** Last usage day that was settled before this look; null: none. */
  settledThrough: string | null;
  /** What is to be reversed, whatever is billed; left out: nothing. */
  reversal?: Reversal;
  /** True when every bill was confirmed before and is only looked at again. */
  confirmedBefore: boolean;
  /** An earlier worker of this very run has brought it to a good end. */
  doneByRun: boolean;
  /** Cost of the lines to plan, by invoice. */
  planned: InvoiceShare[];
  /** Lines of earlier invoices that are confirmed in the PSA. */
  confirmed: InvoiceShare[];
  /** Lines of usage before the day this customer begins with. */
  beforeBegin: InvoiceShare[];
  costAmount: string;
  priceAmount: string;
};

type Scope = {
  runId: string;
  /** Invoices in force, oldest period first. */
  invoices: ScopeInvoice[];
  positions: Map<string, Position>;
  /** Plan the newest invoice again though it is confirmed. */
  again: boolean;
  /** Every customer of this sync that is mapped and on. */
  mapped: ReadonlySet<string>;
  /** Keys that are looked at though nothing of theirs is billed: what a sync did to them is reversed. */
  reversed: ReadonlySet<string>;
};

/** Groups a customer's invoice lines by key and says for each what is to be planned. Pure. */
export function subjectsOfCustomer(customer: MappedCustomer, lines: BilledLine[], scope: Scope): Subject[] {
  const invoices = new Map(scope.invoices.map((invoice) => [invoice.id, invoice]));
  const groups = new Map<string, { kind: LineKind; lines: BilledLine[] }>();
  for (const line of lines) {
    const invoice = invoices.get(line.invoiceId);
    const kind = classifyLine(line, invoice?.periodStart ?? line.chargeStart);
    const agreement = invoice?.contractAgreementId ?? customer.contractAgreementId;
    const key = kind === "azure" ? usageKey(agreement, customer.tenantId) : `${line.subscriptionId}:${kind}`;
    const group = groups.get(key) ?? { kind, lines: [] };
    group.lines.push(line);
    groups.set(key, group);
  }
  // What has an open line of ours, or a charge whose invoice has changed, is looked at even when no invoice names it.
  for (const position of scope.positions.values()) {
    if (
      !isLookedAt(position, scope) ||
      groups.has(position.key) ||
      ownerOf(position, scope) !== customer.customerId
    )
      continue;
    groups.set(position.key, { kind: kindOf(position.key), lines: [] });
  }
  return [...groups].map(([key, group]) => subjectOf({ key, ...group }, customer, scope));
}

/** A loose line is known by its invoice alone. */
function isLookedAt({ open, key }: Position, { reversed }: Scope): boolean {
  return open || (reversed.has(key) && !key.startsWith("line:"));
}

/** Whose it is to look after: PRISM may have moved the subscription to another customer of this sync. */
function ownerOf({ holderId, customerId }: Position, { mapped }: Scope): string | null {
  return holderId !== null && mapped.has(holderId) ? holderId : customerId;
}

/** What is billed under one key. */
type LineGroup = { key: string; kind: LineKind; lines: BilledLine[] };

function subjectOf({ key, kind, lines }: LineGroup, customer: MappedCustomer, scope: Scope): Subject {
  const position = scope.positions.get(key);
  const touched = position?.runId === scope.runId;
  const through = (touched ? position?.confirmedBefore : position?.confirmedThrough) ?? null;
  const byInvoice = groupBy(lines, (line) => line.invoiceId);
  const invoices = invoicesAbout(customer, byInvoice, scope.invoices);
  const again = scope.again || touched || position?.outstanding != null;
  const split = splitInvoices(invoices, byInvoice, {
    customer,
    isOpen: position?.open ?? false,
    through,
    again,
  });
  const plannedLines = split.planned.flatMap((invoice) => byInvoice.get(invoice.id) ?? []);
  return {
    key,
    kind,
    customer,
    psaAgreementId: kind === "annual" ? customer.annualAgreementId : customer.psaAgreementId,
    ...productOf(kind, lines, position),
    subscriptionId: subscriptionOf(key, kind, lines),
    position,
    currency: invoices.at(-1)?.currency ?? "",
    bills: split.planned.map((invoice) => ({
      invoiceId: invoice.id,
      periodStart: invoice.periodStart,
      periodEnd: invoice.periodEnd,
      lines: byInvoice.get(invoice.id) ?? [],
    })),
    settledThrough: through,
    confirmedBefore: split.planned.every((invoice) => isConfirmed(invoice, through)),
    doneByRun: touched && position?.outstanding === null,
    planned: shares(split.planned, byInvoice),
    confirmed: shares(split.confirmed, byInvoice),
    beforeBegin: shares(split.beforeBegin, byInvoice),
    costAmount: sum(plannedLines.map((line) => line.costAmount)),
    priceAmount: sum(plannedLines.map((line) => line.priceAmount)),
  };
}

/**
 * Those of its contract agreement, and any other that names it: it may have moved from one agreement to another. A month
 * in which one of them names it is no month that it is missing from.
 */
function invoicesAbout(
  { contractAgreementId }: MappedCustomer,
  byInvoice: Map<string, BilledLine[]>,
  all: ScopeInvoice[],
): ScopeInvoice[] {
  const named = all.filter((invoice) => byInvoice.has(invoice.id));
  const months = new Set(named.map((invoice) => invoice.periodStart));
  return all.filter(
    (invoice) =>
      byInvoice.has(invoice.id) ||
      (invoice.contractAgreementId === contractAgreementId && !months.has(invoice.periodStart)),
  );
}

function productOf(kind: LineKind, lines: BilledLine[], position: Position | undefined) {
  const known = lines.at(-1) ?? position;
  const unnamed = kind === "azure" ? "Usage" : position?.key;
  return {
    productId: known?.productId ?? null,
    productName: known?.productName ?? unnamed ?? "",
    sku: known?.sku ?? null,
    productListed: known?.productListed ?? false,
    psaItemId: known?.psaItemId ?? null,
    active: known?.active ?? null,
  };
}

function subscriptionOf(key: string, kind: LineKind, lines: BilledLine[]): string | null {
  if (kind !== "azure") return key.slice(0, key.lastIndexOf(":"));
  const [only, ...others] = new Set(lines.map((line) => line.subscriptionId));
  return others.length === 0 ? (only ?? null) : null;
}

const chargeKinds = ["azure", "annual", "credit"] as const;

function kindOf(key: string): LineKind {
  const suffix = key.slice(key.lastIndexOf(":") + 1);
  return chargeKinds.find((kind) => kind === suffix) ?? "licence";
}

function isConfirmed(invoice: ScopeInvoice, through: string | null): boolean {
  return through !== null && invoice.periodEnd <= through;
}

/** False where a newer one was confirmed, which PRISM has withdrawn since: an older invoice never overwrites a newer. */
function isNewestConfirmed(invoice: ScopeInvoice, through: string | null): boolean {
  return through === null || invoice.periodEnd >= through;
}

function splitInvoices(
  invoices: ScopeInvoice[],
  byInvoice: Map<string, BilledLine[]>,
  of: { customer: MappedCustomer; isOpen: boolean; through: string | null; again: boolean },
) {
  const newestPeriod = invoices.at(-1)?.periodStart;
  const beforeBegin = invoices.filter((invoice) => invoice.periodStart < of.customer.beginFrom);
  const covered = invoices.filter((invoice) => invoice.periodStart >= of.customer.beginFrom);
  const toPlan = covered.filter(
    (invoice) =>
      !isConfirmed(invoice, of.through) ||
      (of.again && invoice.periodStart === newestPeriod && isNewestConfirmed(invoice, of.through)),
  );
  const confirmed = covered.filter((invoice) => !toPlan.includes(invoice));
  return { beforeBegin, confirmed, planned: toPlan.slice(firstExpecting(toPlan, byInvoice, of)) };
}

/**
 * From which bill on a subscription is missing where it is not named: one that was settled before from the oldest, one
 * that never was from its first on, also when a line of it waits for an amount to be approved.
 */
function firstExpecting(
  toPlan: ScopeInvoice[],
  byInvoice: Map<string, BilledLine[]>,
  { isOpen, through }: { isOpen: boolean; through: string | null },
): number {
  const named = toPlan.findIndex((invoice) => byInvoice.has(invoice.id));
  if (isOpen && (through !== null || named < 0)) return 0;
  return named < 0 ? toPlan.length : named;
}

function shares(invoices: ScopeInvoice[], byInvoice: Map<string, BilledLine[]>): InvoiceShare[] {
  return invoices.flatMap((invoice) => {
    const lines = byInvoice.get(invoice.id);
    if (!lines) return [];
    return [
      {
        invoiceId: invoice.id,
        costAmount: sum(lines.map((line) => line.costAmount)),
        lineCount: lines.length,
      },
    ];
  });
}

function sum(amounts: string[]): string {
  return amounts.reduce((total, amount) => total.plus(amount), new Exact(0)).toFixed();
}
