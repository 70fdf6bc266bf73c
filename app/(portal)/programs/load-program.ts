import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { portalDatabase } from "@/db/portal";
import type { OfProgramSync } from "@/db/queries/portal/program-customers";
import { listProgramOverviews, type ProgramOverview } from "@/db/queries/portal/program-overviews";
import { requireSession, type Session } from "@/lib/session";

const slugShape = /^[a-z0-9-]{1,100}$/;

const findOverview = cache(async (orgId: string, slug: string) => {
  const [program] = await listProgramOverviews(portalDatabase(), { orgId, slug });
  return program ?? null;
});

/** The session and the program that an address names, asked for once per request; else the page is not found. */
export async function loadProgram(
  slug: string,
): Promise<{ session: Session; program: ProgramOverview; of: OfProgramSync }> {
  const session = await requireSession();
  const program = slugShape.test(slug) ? await findOverview(session.orgId, slug) : null;
  if (!program) notFound();
  const { sync } = program;
  const of = {
    orgId: session.orgId,
    programId: sync.programId,
    programSyncId: sync.id,
    connectionId: sync.connectionId,
  };
  return { session, program, of };
}
