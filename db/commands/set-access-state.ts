import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { type AccessState, connections, type PermissionResult, sources } from "@/db/schema";

/**
 * Says how the access to a PSA or to PRISM stands; `permissions` are those that a test found. With `version` only if the
 * keys are still those that were used. False: they were changed meanwhile, or there is no such access, and nothing was said.
 */
export async function setAccessState(
  db: Database,
  access: {
    orgId: string;
    table: "connections" | "sources";
    id: string;
    state: AccessState;
    reason: string | null;
    permissions?: PermissionResult[];
    version?: number;
  },
): Promise<boolean> {
  const { orgId, id, state, reason } = access;
  const here = (table: typeof connections | typeof sources) =>
    and(
      eq(table.orgId, orgId),
      eq(table.id, id),
      access.version === undefined ? undefined : eq(table.version, access.version),
    );
  return inOrg(db, orgId, async (tx) => {
    if (access.table === "sources") {
      const said = await tx
        .update(sources)
        .set({ state, stateReason: reason, checkedAt: sql`clock_timestamp()` })
        .where(here(sources))
        .returning({ id: sources.id });
      return said.length > 0;
    }
    const said = await tx
      .update(connections)
      .set({
        state,
        stateReason: reason,
        testedAt: sql`clock_timestamp()`,
        ...(access.permissions && { permissions: access.permissions }),
      })
      .where(here(connections))
      .returning({ id: connections.id });
    return said.length > 0;
  });
}
