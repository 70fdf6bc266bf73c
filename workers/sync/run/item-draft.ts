import { createHash } from "node:crypto";
import type { ItemRow, PositionRow } from "@/db/commands/runs/record-items";
import type { ItemOutcome } from "@/db/schema";
import { stableId } from "@/lib/stable-id";
import type { PlanIssue } from "../plan/types";

export type DraftIssue = PlanIssue & { rawAnswer?: string | null };

/** The invoice lines of one item on one invoice. */
export type InvoiceShare = { invoiceId: string; costAmount: string; lineCount: number };

/** What a run knows of one item before it is recorded. */
export type ItemDraft = {
  item: ItemRow;
  issues: DraftIssue[];
  /** null: this item is not followed over runs. */
  position: Pick<PositionRow, "confirmedThrough" | "confirmed" | "open"> | null;
  /** Partner cost of its invoice lines, by invoice: for the tie-out. */
  money: InvoiceShare[];
};

/** The same item of the same run has the same id, whichever worker makes it. */
export function itemIdOf(runId: string, key: string): string {
  return stableId(`${runId}\n${key}`);
}

/** Tells a warning from another one: other facts, another warning. Amounts and dates count, ids of runs do not. */
export function factsHashOf(key: string, issue: PlanIssue): string {
  const facts = Object.entries(issue.facts).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([key, issue.code, facts]))
    .digest("hex")
    .slice(0, 32);
}

/** A short reference that a person can quote, e.g. 7F3K-20AX. No I, L, O, U: nothing to misread. */
export function referenceOf(runId: string, key: string, code: string): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const bytes = createHash("sha256").update(`${runId}\n${key}\n${code}`).digest();
  const letters = [...bytes.subarray(0, 8)].map((byte) => alphabet[byte % 32]).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** The worst that its issues say, for an item that would otherwise end as `outcome`. */
export function worstOutcome(outcome: ItemOutcome, issues: PlanIssue[]): ItemOutcome {
  if (outcome === "failed" || outcome === "unknown") return outcome;
  if (issues.some((issue) => issue.severity === "error")) return "failed";
  return issues.some((issue) => issue.severity === "held") ? "held" : outcome;
}
