import type { WaitingRow } from "@/db/queries/portal/list-waiting";
import { isZero } from "@/lib/format/money";
import { isDecimal } from "@/lib/format/number";
import { groupBy } from "@/lib/group-by";
import { addMoney } from "@/lib/sync/add-money";
import type { DecimalText, IsoDate } from "@/lib/values";

/** Why a line is no certain case: a person looks at it by itself. */
export const leftLineDoubts = [
  "under_way",
  "ours_elsewhere",
  "several_lines",
  "several_subscriptions",
  "not_billed",
] as const;
export type LeftLineDoubt = (typeof leftLineDoubts)[number];

/** A line in the PSA that was not made by us, beside what the invoice wants of the subscription. */
export type LeftLine = {
  row: WaitingRow;
  /** null: the issue names no line, so that there is nothing to adopt. */
  named: { issueId: string; lineId: string } | null;
  name: string | null;
  quantity: DecimalText | null;
  since: IsoDate | null;
  wanted: DecimalText | null;
  /** The line bills as many as the invoice does; of a service, the subscriptions that share it together. */
  agrees: boolean;
  doubt: LeftLineDoubt | null;
};

/** What stands in the PSA for each waiting subscription, and whether it can be taken over without another look. Pure. */
export function leftLines(rows: WaitingRow[]): LeftLine[] {
  const found = rows.map((row) => ({ row, issues: existingLines(row) }));
  const sharers = groupBy(found, ({ issues }) => issues[0]?.facts.lineId ?? "");
  return found.map(({ row, issues }) => {
    const [issue] = issues;
    const { lineId, quantity, from, name } = issue?.facts ?? {};
    const together = lineId ? (sharers.get(lineId) ?? []).map((one) => wantedOf(one.row)) : [];
    return {
      row,
      named: issue && lineId ? { issueId: issue.id, lineId } : null,
      name: name ?? null,
      quantity: quantity ?? null,
      since: from ?? null,
      wanted: wantedOf(row),
      agrees: sameSum(quantity, together),
      doubt: doubtOf(row, issues, together.length),
    };
  });
}

const existingLines = ({ item }: WaitingRow) => item.issues.filter(({ code }) => code === "existing_line");

function doubtOf(
  row: WaitingRow,
  issues: ReturnType<typeof existingLines>,
  sharers: number,
): LeftLineDoubt | null {
  const [issue] = issues;
  if (row.item.standing.retryRunId || row.runStatus === "queued" || row.runStatus === "running") {
    return "under_way";
  }
  if (issues.length > 1) return "several_lines";
  if (issue?.facts.ours) return "ours_elsewhere";
  if (issue?.facts.billable === "no") return "not_billed";
  // A dated line bills one subscription; a service's units can be those of several.
  if (sharers > 1 && row.connection.kind !== "autotask") return "several_subscriptions";
  return null;
}

/** The quantity that the newest invoice leaves. */
function wantedOf({ item }: WaitingRow): DecimalText | null {
  return Array.isArray(item.after) ? (item.after.at(-1)?.quantity ?? null) : null;
}

function sameSum(quantity: DecimalText | undefined, wanted: (DecimalText | null)[]): boolean {
  const known = wanted.filter((one) => one !== null);
  if (quantity === undefined || !isDecimal(quantity) || known.length < wanted.length || known.length === 0) {
    return false;
  }
  const sum = addMoney(known);
  return isZero(addMoney([quantity, sum.startsWith("-") ? sum.slice(1) : `-${sum}`]));
}
