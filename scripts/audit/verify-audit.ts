import { asc } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { type ChainCheck, checkAuditChain } from "@/db/queries/audit-chain";
import { organisations } from "@/db/schema";

/** Checks every organisation's chain; a line for each, with the hash that covers all of it. */
export async function verifyAudit(ownerUrl: string): Promise<{ lines: string[]; intact: boolean }> {
  const { db, close } = openDatabase(ownerUrl, { maxConnections: 1 });
  try {
    const all = await db.select().from(organisations).orderBy(asc(organisations.name), asc(organisations.id));
    const lines: string[] = [];
    let intact = true;
    for (const { id, name } of all) {
      const check = await checkAuditChain(db, id);
      intact &&= check.brokenAt === null;
      lines.push(`${name} (${id}): ${wordsOf(check)}`);
    }
    return { lines: [...lines, intact ? "Every chain is intact." : "A chain is BROKEN."], intact };
  } finally {
    await close();
  }
}

function wordsOf({ events, brokenAt, lastHash }: ChainCheck): string {
  if (brokenAt !== null) return `BROKEN at event ${brokenAt}, of ${events} events`;
  return events === 0 ? "no events yet" : `${events} events, intact, last hash ${lastHash}`;
}
