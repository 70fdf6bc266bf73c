import { and, count, eq, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { connections, type MailPurpose, mails, programSyncs, programs, syncRuns } from "@/db/schema";
import { cutPage, emptyPage, pageSize, type RowPage, type RowPlace } from "./row-page";

export type ParkedMail = Awaited<ReturnType<typeof readMails>>[number];

/** Mails that tell of a run; they can be sent again. The others carry a link that is sealed away once they are given up. */
export const runPurposes = ["failure", "recovery", "review", "connection"] as const satisfies MailPurpose[];

/** Mails that nobody wanted any more by the time they were to leave: nothing is to be done about them. */
const pointless = ["closed", "link_expired", "no_member"];

/** The mails that were given up, newest first. A cursor of another organisation gives an empty page. */
export async function listParkedMails(
  db: Database,
  asked: { orgId: string; place: RowPlace; size?: number },
): Promise<RowPage<ParkedMail>> {
  const size = asked.size ?? pageSize;
  return inOrg(db, asked.orgId, async (tx) => {
    const from = await findPlace(tx, asked.orgId, asked.place);
    if (from === "gone") return emptyPage;
    return cutPage(await readMails(tx, asked, from, size + 1), asked.place, size);
  });
}

/** How many wait for a person. */
export async function countParkedMails(db: Database, { orgId }: { orgId: string }): Promise<number> {
  const rows = await inOrg(db, orgId, (tx) =>
    tx.select({ count: count() }).from(mails).where(isParked(orgId)),
  );
  return rows[0]?.count ?? 0;
}

function isParked(orgId: string): SQL | undefined {
  const told = sql`coalesce(${mails.lastError}, '') not in (${sql.join(
    pointless.map((reason) => sql`${reason}`),
    sql`, `,
  )})`;
  return and(eq(mails.orgId, orgId), eq(mails.state, "parked"), told);
}

type Place = { createdAt: string; id: string };

/** Where the page begins; null: at the newest. */
async function findPlace(tx: Transaction, orgId: string, place: RowPlace): Promise<Place | null | "gone"> {
  const id = place.before ?? place.after;
  if (!id) return null;
  const [found] = await tx
    .select({ createdAt: sql<string>`${mails.createdAt}::text`, id: mails.id })
    .from(mails)
    .where(and(eq(mails.orgId, orgId), eq(mails.id, id)));
  return found ?? "gone";
}

async function readMails(
  tx: Transaction,
  { orgId, place }: { orgId: string; place: RowPlace },
  from: Place | null,
  limit: number,
) {
  const direction = sql.raw(place.before ? "asc" : "desc");
  const than = sql.raw(place.before ? ">" : "<");
  return tx
    .select({
      id: mails.id,
      purpose: mails.purpose,
      recipients: mails.recipients,
      subject: sql<string | null>`${mails.frozen}->>'subject'`,
      reason: mails.lastError,
      createdAt: mails.createdAt,
      runId: syncRuns.id,
      programSlug: programSyncs.slug,
      programName: programs.name,
      connectionKind: connections.kind,
    })
    .from(mails)
    .leftJoin(syncRuns, and(eq(syncRuns.orgId, mails.orgId), eq(syncRuns.id, mails.causeId)))
    .leftJoin(
      programSyncs,
      and(eq(programSyncs.orgId, mails.orgId), eq(programSyncs.id, syncRuns.programSyncId)),
    )
    .leftJoin(programs, and(eq(programs.orgId, mails.orgId), eq(programs.id, programSyncs.programId)))
    .leftJoin(
      connections,
      and(eq(connections.orgId, mails.orgId), eq(connections.id, programSyncs.connectionId)),
    )
    .where(
      and(
        isParked(orgId),
        from
          ? sql`(${mails.createdAt}, ${mails.id}) ${than} (${from.createdAt}::timestamptz, ${from.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(sql`${mails.createdAt} ${direction}`, sql`${mails.id} ${direction}`)
    .limit(limit);
}
