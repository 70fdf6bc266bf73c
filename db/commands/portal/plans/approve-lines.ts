import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { planApprovals, syncItems } from "@/db/schema";
import type { ProductChange } from "@/lib/sync/product-changes";
import { type AskedPlan, countPlanChange, type LockedPlan, lockPlan, type Plan } from "./lock-plan";

/** Which lines of a preview: all, those of a customer, products by what becomes of their items, or one by its item's id. */
export type PlanLines = { customerId: string } | { change: ProductChange } | { itemId: string } | "all";

export type ApprovalResult =
  | { kind: "done"; count: number }
  /** Each of them is so already. */
  | { kind: "already" }
  | Exclude<LockedPlan, { kind: "plan" }>;

type Asked = AskedPlan & { lines: PlanLines };

/**
 * Approves lines of a preview, just as it shows them. Lines that would not change are none of them, and one that waits for
 * a person's yes is approved by itself: to approve it is to say that.
 */
export async function approveLines(
  tx: Transaction,
  { approvedBy, ...asked }: Asked & { approvedBy: string },
): Promise<ApprovalResult> {
  return changeApprovals(tx, asked, async (plan) => {
    const { rowCount } = await tx.execute(sql`
      insert into ${planApprovals} (org_id, run_id, key, customer_id, plan, approved_by)
      select ${syncItems.orgId}, ${syncItems.runId}, ${syncItems.key}, ${syncItems.customerId}, ${syncItems.plan},
        ${approvedBy}::uuid
      from ${syncItems}
      where ${and(...ofPlan(plan), sql`${syncItems.plan} is not null`, named(asked.lines), unasked(asked.lines))}
      on conflict do nothing`);
    return rowCount ?? 0;
  });
}

/** Takes approvals back that nobody has applied yet. */
export async function withdrawLines(tx: Transaction, asked: Asked): Promise<ApprovalResult> {
  return changeApprovals(tx, asked, async (plan) => {
    const keys = tx
      .select({ key: syncItems.key })
      .from(syncItems)
      .where(and(...ofPlan(plan), named(asked.lines)));
    const { rowCount } = await tx
      .delete(planApprovals)
      .where(
        and(
          eq(planApprovals.orgId, plan.orgId),
          eq(planApprovals.runId, plan.runId),
          isNull(planApprovals.appliedIn),
          sql`${planApprovals.key} in ${keys}`,
        ),
      );
    return rowCount ?? 0;
  });
}

async function changeApprovals(
  tx: Transaction,
  asked: Asked,
  change: (plan: Plan) => Promise<number>,
): Promise<ApprovalResult> {
  const locked = await lockPlan(tx, asked);
  if (locked.kind !== "plan") return locked;
  const count = await change(locked.plan);
  if (count === 0) return { kind: "already" };
  await countPlanChange(tx, locked.plan);
  return { kind: "done", count };
}

function ofPlan({ orgId, runId, itemMonth }: Plan): SQL[] {
  return [eq(syncItems.orgId, orgId), eq(syncItems.itemMonth, itemMonth), eq(syncItems.runId, runId)];
}

function unasked(lines: PlanLines): SQL | undefined {
  return lines !== "all" && "itemId" in lines ? undefined : eq(syncItems.planAsks, false);
}

function named(lines: PlanLines): SQL | undefined {
  if (lines === "all") return undefined;
  if ("itemId" in lines) return eq(syncItems.id, lines.itemId);
  return "change" in lines ? eq(syncItems.reason, lines.change) : eq(syncItems.customerId, lines.customerId);
}
