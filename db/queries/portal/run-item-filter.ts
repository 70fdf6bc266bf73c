import { eq, inArray, type SQL, sql } from "drizzle-orm";
import { type ItemOutcome, syncItems } from "@/db/schema";
import { containsPattern } from "./like-pattern";

/** Which run's items: `itemMonth` is the run's, and names the partition that holds them. */
export type OfRun = { orgId: string; runId: string; itemMonth: string };

export type RunItemFilter = {
  /** "failed" also gives those whose outcome is not known; "warning" those with a warning nobody acknowledged. */
  outcome?: ItemOutcome | "warning";
  /** An issue code that the item has. */
  code?: string;
  /** Why it was skipped. */
  reason?: string;
  /** Part of the customer's, the product's or the agreement's name, or of the subscription's id. */
  q?: string;
};

/** Rows of this run and no other. */
export function ofRun({ orgId, runId, itemMonth }: OfRun): SQL[] {
  return [eq(syncItems.orgId, orgId), eq(syncItems.itemMonth, itemMonth), eq(syncItems.runId, runId)];
}

export function matchingItems(of: OfRun, { outcome, code, reason, q }: RunItemFilter): SQL[] {
  const conditions: SQL[] = [];
  if (outcome === "warning")
    conditions.push(hasIssue(of, sql`i.severity = 'warning' and not i.acknowledged`));
  else if (outcome === "failed") conditions.push(inArray(syncItems.outcome, ["failed", "unknown"]));
  else if (outcome) conditions.push(eq(syncItems.outcome, outcome));
  if (code) conditions.push(hasIssue(of, sql`i.code = ${code}`));
  if (reason) conditions.push(eq(syncItems.reason, reason));
  if (q) conditions.push(containing(q));
  return conditions;
}

function hasIssue(of: OfRun, condition: SQL): SQL {
  return sql`exists (
    select from issues i
    where i.org_id = ${of.orgId} and i.item_month = ${of.itemMonth} and i.run_id = ${of.runId}
      and i.item_id = ${syncItems.id} and ${condition}
  )`;
}

function containing(q: string): SQL {
  const pattern = containsPattern(q);
  const texts = [syncItems.customerName, syncItems.title, syncItems.agreementName, syncItems.subscriptionId];
  return sql`(${sql.join(
    texts.map((text) => sql`${text} ilike ${pattern}`),
    sql` or `,
  )})`;
}
