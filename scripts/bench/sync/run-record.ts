import { eq } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { issues, syncRuns } from "@/db/schema";
import type { BenchOrganisation } from "./organisation";

/** Throws unless the run has ended well: a benchmark of work that was not done says nothing. */
export async function requireGoodEnd(
  { database }: BenchOrganisation,
  runId: string,
  applied: number,
): Promise<void> {
  const { db, close } = openDatabase(database.ownerUrl, { maxConnections: 1 });
  try {
    const [run] = await db.select().from(syncRuns).where(eq(syncRuns.id, runId));
    const isGood = run?.status === "success" || run?.status === "no_change";
    if (isGood && (run.counts?.applied ?? 0) === applied) return;
    const found = await db
      .select({ code: issues.code, facts: issues.facts })
      .from(issues)
      .where(eq(issues.runId, runId))
      .limit(3);
    throw new Error(
      `The run ended as ${run?.status} with ${JSON.stringify(run?.counts)}, not with ${applied} applied: ${JSON.stringify(found)}`,
    );
  } finally {
    await close();
  }
}
