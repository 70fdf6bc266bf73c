import {
  type LooseLine,
  listLinesWithoutCustomer,
  type MappedCustomer,
  type ScopeInvoice,
} from "@/db/queries/runs/bills";
import type { Position } from "@/db/queries/runs/positions";
import { groupBy } from "@/lib/group-by";
import { findUnassignedUsage } from "../../plan/around/find-unassigned-usage";
import { hold } from "../../plan/issues";
import type { Decision, PlanIssue } from "../../plan/types";
import type { ActiveRun } from "../../run/engine";
import { type ItemDraft, itemIdOf, worstOutcome } from "../../run/item-draft";
import { loadRules } from "../plan-rules";
import type { Subject } from "../subject";

/** The invoice lines that belong to no subscription that PRISM names. */
export type LooseLines = {
  /** Those that wait for a person, were refused by one, or belong to nobody. */
  drafts: ItemDraft[];
  /** Those that a person has given to a customer, by the customer's id. */
  approved: Map<string, LooseLine[]>;
};

type Reading = Pick<ActiveRun, "context" | "engine">;

/** Parts the lines by what was decided of each; one given to a customer who is not `mapped` waits again. */
export async function readLooseLines(
  run: Reading,
  invoices: ScopeInvoice[],
  mapped: ReadonlySet<string>,
): Promise<LooseLines> {
  const { context, engine } = run;
  const rows = await listLinesWithoutCustomer(engine.db, {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    invoiceIds: invoices.map((invoice) => invoice.id),
  });
  const rulesOf = await loadRules(run, rows.map(keyOfLine));
  const judged = rows.map((line) => {
    const issue = issueOf(line, invoices);
    const decision = rulesOf(keyOfLine(line)).decide(issue);
    const customerId = decision?.choice === "approve" ? decision.details.customerId : undefined;
    return { line, issue, decision, customerId: customerId && mapped.has(customerId) ? customerId : null };
  });
  return {
    drafts: judged
      .filter(({ customerId }) => customerId === null)
      .map(({ line, issue, decision }) => draftLoose(context.run.id, line, issue, decision)),
    approved: new Map(
      [...groupBy(judged, ({ customerId }) => customerId ?? "")]
        .filter(([customerId]) => customerId !== "")
        .map(([customerId, group]) => [customerId, group.map(({ line }) => line)]),
    ),
  };
}

/** By PRISM's own id of the invoice: a corrected one is another row here, and its charges are those of the first. */
export function keyOfLine(line: LooseLine): string {
  return `line:${line.sourceInvoiceId}:${line.lineNumber}`;
}

function issueOf(line: LooseLine, invoices: ScopeInvoice[]): PlanIssue {
  const { subscriptionId, costAmount, offerName: offer } = line;
  const currency = invoices.find((invoice) => invoice.id === line.invoiceId)?.currency ?? "";
  if (subscriptionId === null) return hold("credit_or_adjustment", { offer, amount: costAmount, currency });
  return findUnassignedUsage({ subscriptionId, product: offer, costAmount, currency });
}

function draftLoose(runId: string, line: LooseLine, asked: PlanIssue, decision: Decision | null): ItemDraft {
  const key = keyOfLine(line);
  const rejected = decision?.choice === "reject";
  const issues = rejected ? [] : [asked];
  return {
    item: {
      id: itemIdOf(runId, key),
      key,
      subject: "invoice_line",
      subscriptionId: line.subscriptionId,
      title: line.offerName,
      outcome: worstOutcome("skipped", issues),
      reason: rejected ? "rejected" : asked.code,
      costAmount: line.costAmount,
      priceAmount: line.priceAmount,
      currency: asked.facts.currency,
      lineCount: 1,
    },
    issues,
    position: { confirmedThrough: null, confirmed: null, open: false },
    money: [shareOf(line)],
  };
}

function shareOf({ invoiceId, costAmount }: LooseLine) {
  return { invoiceId, costAmount, lineCount: 1 };
}

/** A line that a person has given to a customer, to be charged on the customer's agreement. */
export function subjectOfLoose(
  line: LooseLine,
  customer: MappedCustomer,
  around: { runId: string; invoices: ScopeInvoice[]; position: Position | undefined },
): Subject[] {
  const { position } = around;
  const invoice = around.invoices.find((one) => one.id === line.invoiceId);
  if (!invoice) return [];
  const touched = position?.runId === around.runId;
  const { periodStart, periodEnd, currency } = invoice;
  const through = (touched ? position?.confirmedBefore : position?.confirmedThrough) ?? null;
  return [
    {
      key: keyOfLine(line),
      kind: "credit",
      subscriptionId: null,
      customer,
      psaAgreementId: customer.psaAgreementId,
      productId: null,
      productName: line.offerName,
      sku: null,
      productListed: false,
      psaItemId: null,
      active: null,
      position,
      currency,
      bills: [{ invoiceId: line.invoiceId, periodStart, periodEnd, lines: [line] }],
      settledThrough: through,
      confirmedBefore: through !== null && through >= periodEnd,
      doneByRun: touched && position?.outstanding === null,
      planned: [shareOf(line)],
      confirmed: [],
      beforeBegin: [],
      costAmount: line.costAmount,
      priceAmount: line.priceAmount,
    },
  ];
}
