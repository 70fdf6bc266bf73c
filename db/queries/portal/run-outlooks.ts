import { and, eq, inArray, isNull } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { issues, type StandingCause, syncStatus } from "@/db/schema";

export type RunOpenness = {
  /** What is still outstanding of what the run looked at last. */
  causes: Pick<StandingCause, "code" | "keys" | "outcome">[];
  /** Codes of issues of the run itself, while no later run of its program sync and kind has ended. */
  ownCodes: string[];
};

/** What of these runs is not settled yet, by run; those that left nothing open are left out. */
export async function listRunOpenness(
  db: Database,
  asked: { orgId: string; runs: { id: string; itemMonth: string }[] },
): Promise<Map<string, RunOpenness>> {
  const { orgId, runs } = asked;
  return inOrg(db, orgId, async (tx) => {
    const statuses = await tx
      .select({ lastRunId: syncStatus.lastRunId, causes: syncStatus.causes })
      .from(syncStatus)
      .where(eq(syncStatus.orgId, orgId));
    const last = runs.filter(({ id }) => statuses.some(({ lastRunId }) => lastRunId === id));
    const own =
      last.length === 0
        ? []
        : await tx
            .select({ runId: issues.runId, code: issues.code })
            .from(issues)
            .where(
              and(
                eq(issues.orgId, orgId),
                inArray(issues.itemMonth, [...new Set(last.map(({ itemMonth }) => itemMonth))]),
                inArray(
                  issues.runId,
                  last.map(({ id }) => id),
                ),
                isNull(issues.itemId),
                eq(issues.acknowledged, false),
              ),
            );
    const causes = statuses.flatMap((status) => status.causes);
    return new Map(
      runs.flatMap(({ id }): [string, RunOpenness][] => {
        const open = causes.filter(({ runId }) => runId === id);
        const ownCodes = own.filter(({ runId }) => runId === id).map(({ code }) => code);
        return open.length + ownCodes.length === 0 ? [] : [[id, { causes: open, ownCodes }]];
      }),
    );
  });
}
