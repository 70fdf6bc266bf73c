import type { RunIssueRow } from "@/db/queries/portal/list-run-items";
import { formatDate } from "@/lib/format/billing-date";

type Asked = Pick<RunIssueRow, "code" | "severity" | "facts">;

const approvals: Record<string, string> = {
  large_change: "Approve the large change",
  catch_up: "Approve the amount",
  credit_or_adjustment: "Approve the amount",
  quantity_drift: "Approve setting it back",
};

/** What approving a line of a preview says yes to, for its button: "Confirm its end on 31 Oct 2026". */
export function askedWords(issues: readonly Asked[]): string {
  const held = issues.filter(({ severity }) => severity === "held");
  const words = new Set(held.map(wordsOf));
  const [only, ...others] = words;
  return only === undefined || others.length > 0 ? "Approve all that is asked" : only;
}

function wordsOf({ code, facts }: Asked): string {
  if (code === "subscription_disappeared" && facts.date)
    return `Confirm its end on ${formatDate(facts.date)}`;
  return approvals[code] ?? "Approve";
}
