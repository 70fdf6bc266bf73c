import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { type AccessState, connections, type PermissionResult, sources } from "@/db/schema";

/** Says how the access to a PSA or to PRISM stands; `permissions` are those that a test found. */
export async function setAccessState(
  db: Database,
  access: {
    orgId: string;
    table: "connections" | "sources";
    id: string;
    state: AccessState;
    reason: string | null;
    permissions?: PermissionResult[];
  },
): Promise<void> {
  const { orgId, id, state, reason } = access;
  await inOrg(db, orgId, async (tx) => {
    if (access.table === "sources") {
      await tx
        .update(sources)
        .set({ state, stateReason: reason, checkedAt: sql`clock_timestamp()` })
        .where(and(eq(sources.orgId, orgId), eq(sources.id, id)));
      return;
    }
    await tx
      .update(connections)
      .set({
        state,
        stateReason: reason,
        testedAt: sql`clock_timestamp()`,
        ...(access.permissions && { permissions: access.permissions }),
      })
      .where(and(eq(connections.orgId, orgId), eq(connections.id, id)));
  });
}
