import { and, count, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { connections, customers, programs, sources } from "@/db/schema";

/** The connection that a task is about, with its sealed keys; null: not of this organisation. */
export async function findTaskConnection(db: Database, of: { orgId: string; id: string }) {
  const [connection] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select()
      .from(connections)
      .where(and(eq(connections.orgId, of.orgId), eq(connections.id, of.id))),
  );
  return connection ?? null;
}

/** The PRISM account that a task is about, with its sealed keys; null: not of this organisation. */
export async function findTaskSource(db: Database, of: { orgId: string; id: string }) {
  const [source] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select()
      .from(sources)
      .where(and(eq(sources.orgId, of.orgId), eq(sources.id, of.id))),
  );
  return source ?? null;
}

/** How many customers of a PRISM account are known. */
export async function countCustomersOfSource(
  db: Database,
  of: { orgId: string; sourceId: string },
): Promise<number> {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({ total: count() })
      .from(customers)
      .innerJoin(programs, and(eq(programs.orgId, customers.orgId), eq(programs.id, customers.programId)))
      .where(and(eq(customers.orgId, of.orgId), eq(programs.sourceId, of.sourceId))),
  );
  return row?.total ?? 0;
}
