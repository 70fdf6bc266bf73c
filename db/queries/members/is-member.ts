import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { members } from "@/db/schema";

/** Whether a person is a member of any organisation, also of another than the transaction's. */
export async function isMember(tx: Transaction, of: { userId: string; orgId: string }): Promise<boolean> {
  await tx.execute(sql`select set_config('app.user_id', ${of.userId}, true)`);
  const found = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.orgId, of.orgId), eq(members.userId, of.userId)));
  await tx.execute(sql`select set_config('app.user_id', '', true)`);
  return found.length > 0;
}
