import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { connections, programSyncs, programs } from "@/db/schema";

type Choice = { orgId: string; programId: string; connectionId: string; notifyAddresses: string[] };

/**
 * Brings a program to a connection; both syncs are off until a person turns them on. Answers its slug.
 * Null: the program or the connection is not of this organisation, or they are brought together already.
 */
export async function addProgramSync(
  tx: Transaction,
  choice: Choice,
): Promise<{ slug: string; programSyncId: string } | null> {
  const [pair] = await tx
    .select({ programName: programs.name, connectionName: connections.name })
    .from(programs)
    .innerJoin(connections, eq(connections.orgId, programs.orgId))
    .where(
      and(
        eq(programs.orgId, choice.orgId),
        eq(programs.id, choice.programId),
        eq(connections.id, choice.connectionId),
      ),
    );
  if (!pair) return null;
  const base = slugOf(`${pair.programName} ${pair.connectionName}`);
  const [created] = await tx
    .insert(programSyncs)
    .values({
      ...choice,
      slug: await freeSlug(tx, choice.orgId, base),
      customersEnabled: false,
      productsEnabled: false,
    })
    .onConflictDoNothing()
    .returning({ slug: programSyncs.slug, programSyncId: programSyncs.id });
  return created ?? null;
}

function slugOf(text: string): string {
  const words =
    text
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 60) || "program";
}

async function freeSlug(tx: Transaction, orgId: string, base: string): Promise<string> {
  const rows = await tx
    .select({ slug: programSyncs.slug })
    .from(programSyncs)
    .where(eq(programSyncs.orgId, orgId));
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}
