import { and, eq, inArray } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { programs } from "@/db/schema";

/** Makes known which vendor programs a PRISM account has, and answers their ids by name. */
export async function recordPrograms(
  db: Database,
  of: { orgId: string; sourceId: string },
  names: string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  return inOrg(db, of.orgId, async (tx) => {
    await tx
      .insert(programs)
      .values(names.map((name) => ({ ...of, name })))
      .onConflictDoNothing();
    const rows = await tx
      .select({ id: programs.id, name: programs.name })
      .from(programs)
      .where(
        and(eq(programs.orgId, of.orgId), eq(programs.sourceId, of.sourceId), inArray(programs.name, names)),
      );
    return new Map(rows.map((row) => [row.name, row.id]));
  });
}
