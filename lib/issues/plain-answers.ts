/** What a person answers to a held issue by a plain yes; see the table of decisions. */
export type PlainAnswer = { choice: "approve" | "confirm_end"; details: Record<string, string> };

const approvable = ["large_change", "catch_up", "credit_or_adjustment", "quantity_drift"];

/**
 * The answer by which what is held for this issue is written; null: it takes more than a yes, such as a choice between
 * lines. A subscription ends on the day that the issue names.
 */
export function plainAnswer({
  code,
  facts,
}: {
  code: string;
  facts: Record<string, string>;
}): PlainAnswer | null {
  if (approvable.includes(code)) return { choice: "approve", details: {} };
  if (code !== "subscription_disappeared" || facts.date === undefined) return null;
  return { choice: "confirm_end", details: { date: facts.date } };
}
