import { and, eq, inArray } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { customers, lineEndings } from "@/db/schema";

export type LineEnding = Awaited<ReturnType<typeof listLineEndings>>[number];

/** The lines of a program sync that a person wants ended and that are not yet, oldest wish first. */
export async function listLineEndings(db: Database, of: { orgId: string; programSyncId: string }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({ ending: lineEndings, customerName: customers.name })
      .from(lineEndings)
      .leftJoin(
        customers,
        and(eq(customers.orgId, lineEndings.orgId), eq(customers.id, lineEndings.customerId)),
      )
      .where(
        and(
          eq(lineEndings.orgId, of.orgId),
          eq(lineEndings.programSyncId, of.programSyncId),
          inArray(lineEndings.state, ["open", "failed"]),
        ),
      )
      .orderBy(lineEndings.createdAt, lineEndings.id),
  );
}
