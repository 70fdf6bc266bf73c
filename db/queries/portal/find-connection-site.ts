import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { connections } from "@/db/schema";

/** What a link into the PSA needs to know of a connection; null: the organisation has none with this id. */
export async function findConnectionSite(db: Database, of: { orgId: string; connectionId: string }) {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        id: connections.id,
        name: connections.name,
        site: connections.site,
        account: connections.account,
      })
      .from(connections)
      .where(and(eq(connections.orgId, of.orgId), eq(connections.id, of.connectionId))),
  );
  return row ?? null;
}
