import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { itemOfIssue } from "@/db/queries/item-of-issue";
import { issues, positions, syncItems } from "@/db/schema";
import { type FoundRun, findRun } from "../find-run-item";
import { lockStatus } from "../recount-outstanding";

/** An issue of an item of a live run, named by its ids. */
export type AskedIssue = { orgId: string; runId: string; itemId: string; issueId: string };

export type OpenIssue = NonNullable<Awaited<ReturnType<typeof readIssue>>> & { run: FoundRun };

/**
 * The issue, when it is still the newest word on its line: the line is outstanding, and no later run has looked at it.
 * Takes the lock that a run's end takes too, so that nothing moves on meanwhile. null: there is nothing to decide.
 */
export async function lockOpenIssue(tx: Transaction, asked: AskedIssue): Promise<OpenIssue | null> {
  const run = await findRun(tx, asked);
  if (run?.mode !== "live") return null;
  await lockStatus(tx, run);
  const found = await readIssue(tx, run, asked);
  if (!found || found.severity === "warning") return null;
  const [position] = await tx
    .select({ itemId: positions.itemId, outstanding: positions.outstanding })
    .from(positions)
    .where(
      and(
        eq(positions.orgId, run.orgId),
        eq(positions.programSyncId, run.programSyncId),
        eq(positions.kind, run.kind),
        eq(positions.key, found.key),
      ),
    );
  const isNewest = position?.itemId === asked.itemId && position.outstanding !== null;
  return isNewest ? { ...found, run } : null;
}

async function readIssue(tx: Transaction, run: FoundRun, { itemId, issueId }: AskedIssue) {
  const [row] = await tx
    .select({
      code: issues.code,
      severity: issues.severity,
      facts: issues.facts,
      factsHash: issues.factsHash,
      key: syncItems.key,
      title: syncItems.title,
      customerId: syncItems.customerId,
      customerName: syncItems.customerName,
      productId: syncItems.productId,
      agreementId: syncItems.agreementId,
    })
    .from(issues)
    .innerJoin(syncItems, itemOfIssue)
    .where(
      and(
        eq(issues.orgId, run.orgId),
        eq(issues.itemMonth, run.itemMonth),
        eq(issues.runId, run.runId),
        eq(issues.id, issueId),
        eq(issues.itemId, itemId),
      ),
    );
  return row ?? null;
}
