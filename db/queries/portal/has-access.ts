import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { connections, sources, type TaskKind } from "@/db/schema";

/** True when the connection or the PRISM account that a task of this kind is about is this organisation's. */
export async function hasAccess(
  tx: Transaction,
  of: { orgId: string; id: string; kind: TaskKind },
): Promise<boolean> {
  const ofSource = of.kind === "test_source" || of.kind === "refresh_customers";
  const table = ofSource ? sources : connections;
  const found = await tx
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.orgId, of.orgId), eq(table.id, of.id)));
  return found.length > 0;
}
