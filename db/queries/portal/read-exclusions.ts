import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { exclusions, users } from "@/db/schema";
import { exclusionInForce } from "../exclusion-in-force";

/** The exclusions of these keys of a program sync that hold today, with who made them. */
export async function readExclusions(
  tx: Transaction,
  of: { orgId: string; programSyncId: string },
  keys: string[],
) {
  if (keys.length === 0) return [];
  return tx
    .select({
      key: exclusions.key,
      reason: exclusions.reason,
      expiresOn: exclusions.expiresOn,
      excludedBy: users.email,
      createdAt: exclusions.createdAt,
    })
    .from(exclusions)
    .leftJoin(users, eq(users.id, exclusions.excludedBy))
    .where(
      and(
        eq(exclusions.orgId, of.orgId),
        eq(exclusions.programSyncId, of.programSyncId),
        inArray(exclusions.key, keys),
        exclusionInForce(),
      ),
    );
}
