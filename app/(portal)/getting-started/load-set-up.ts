import "server-only";
import type { SetUp } from "@/app/(portal)/getting-started/phases";
import { portalDatabase } from "@/db/portal";
import { listAccesses } from "@/db/queries/portal/accesses";
import { hasMapping } from "@/db/queries/portal/has-mapping";
import { listProgramOverviews } from "@/db/queries/portal/program-overviews";

/** What of setting up is recorded for an organisation. */
export async function loadSetUp(orgId: string): Promise<SetUp> {
  const db = portalDatabase();
  const [{ sources, connections }, overviews, anyMapped] = await Promise.all([
    listAccesses(db, { orgId }),
    listProgramOverviews(db, { orgId }),
    hasMapping(db, { orgId }),
  ]);
  const healthy = ({ state }: { state: string }) => ({ healthy: state === "healthy" });
  return {
    sources: sources.map(healthy),
    connections: connections.map(healthy),
    programsKnown: sources.some(({ programs }) => programs.length > 0),
    programs: overviews.map(({ sync, kinds }) => ({
      slug: sync.slug,
      productsEnabled: sync.productsEnabled,
      productsRan: Boolean(kinds.products.status?.lastRunId),
      customersRan: Boolean(kinds.customers.status?.lastRunId),
      customersEnabled: sync.customersEnabled,
      scheduleHour: sync.scheduleHour,
    })),
    anyMapped,
  };
}
