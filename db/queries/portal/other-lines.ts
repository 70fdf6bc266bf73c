import { and, eq, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  agreementLines,
  customers,
  intents,
  issues,
  lineEndings,
  mappings,
  otherLines,
  positions,
  psaAgreements,
  subscriptions,
  syncRuns,
  tasks,
} from "@/db/schema";
import { type KeysetPage, keysetOf, type PageCursor, pageOf } from "./keyset";

type OfSync = { orgId: string; programSyncId: string; connectionId: string };

/**
 * A recurring line on an agreement of this program sync that is not ours and that nobody deals with already: not stored as
 * ours, without a key of ours, no write of ours under way on it, not asked to end, and not what a subscription is held for.
 * For statements that select from `other_lines`.
 */
export function isOthersLine(of: OfSync): SQL {
  const o = otherLines;
  return sql`${o.orgId} = ${of.orgId} and ${o.connectionId} = ${of.connectionId}
    and exists (
      select from ${mappings} m where m.org_id = ${o.orgId} and m.program_sync_id = ${of.programSyncId} and m.psa_agreement_id = ${o.psaAgreementId}
    )
    and not exists (
      select from ${agreementLines} l where l.org_id = ${o.orgId} and l.connection_id = ${o.connectionId}
        and l.psa_agreement_id = ${o.psaAgreementId} and l.psa_line_id = ${o.psaLineId}
    )
    and (${o.reference} is null or position(':' in ${o.reference}) = 0 or not exists (
      select from ${subscriptions} s where s.org_id = ${o.orgId} and s.subscription_id = split_part(${o.reference}, ':', 1)
    ))
    and not exists (
      select from ${intents} i where i.org_id = ${o.orgId} and i.connection_id = ${o.connectionId}
        and i.state in ('planned', 'sent', 'unknown') and i.psa_agreement_id = ${o.psaAgreementId}
        and (i.target_id = ${o.psaLineId} or i.natural_key in (${o.reference}, 'units:' || ${o.psaAgreementId} || ':' || ${o.psaItemId}))
    )
    and not exists (
      select from ${lineEndings} e where e.org_id = ${o.orgId} and e.connection_id = ${o.connectionId}
        and e.psa_agreement_id = ${o.psaAgreementId} and e.psa_line_id = ${o.psaLineId}
        and (e.state = 'open' or e.settled_at > ${o.readAt})
    )
    and not exists (
      select from ${mappings} m
      join ${positions} p on p.org_id = m.org_id and p.program_sync_id = m.program_sync_id and p.customer_id = m.customer_id
        and p.waits = 'held' and p.cause = 'existing_line'
      join ${syncRuns} r on r.org_id = p.org_id and r.id = p.run_id
      join ${issues} i on i.org_id = p.org_id and i.item_month = r.item_month and i.item_id = p.item_id
        and i.code = 'existing_line' and i.facts->>'lineId' = ${o.psaLineId}
      where m.org_id = ${o.orgId} and m.program_sync_id = ${of.programSyncId} and m.psa_agreement_id = ${o.psaAgreementId}
    )`;
}

export type OtherLineRow = Awaited<ReturnType<typeof selectOtherLines>>[number];

/** A page of these lines, the likeliest duplicates first. */
export async function listOtherLines(
  db: Database,
  asked: OfSync & { cursor: PageCursor | null; limit: number },
): Promise<KeysetPage<OtherLineRow>> {
  const rows = await inOrg(db, asked.orgId, (tx) => selectOtherLines(tx, asked));
  return pageOf(rows, asked.limit, asked.cursor);
}

async function selectOtherLines(
  tx: Transaction,
  asked: OfSync & { cursor: PageCursor | null; limit: number },
) {
  const o = otherLines;
  const keyset = keysetOf(
    [
      { of: sql`${o.rank}`, type: "numeric" },
      { of: sql`${o.psaAgreementId}`, type: "text" },
      { of: sql`${o.psaLineId}`, type: "text" },
    ],
    asked.cursor,
  );
  return tx
    .select({
      psaAgreementId: o.psaAgreementId,
      psaLineId: o.psaLineId,
      name: o.name,
      firstDay: o.firstDay,
      quantity: o.quantity,
      unitCost: o.unitCost,
      unitPrice: o.unitPrice,
      currency: o.currency,
      cycleMonths: o.cycleMonths,
      rank: o.rank,
      twin: o.twin,
      agreementName: psaAgreements.name,
      customerNames: sql<string[]>`array(${namesOn(asked)})`,
      sortKey: sql<string[]>`array[${o.rank}::text, ${o.psaAgreementId}, ${o.psaLineId}]`,
    })
    .from(o)
    .leftJoin(
      psaAgreements,
      and(
        eq(psaAgreements.orgId, o.orgId),
        eq(psaAgreements.connectionId, o.connectionId),
        eq(psaAgreements.psaId, o.psaAgreementId),
      ),
    )
    .where(and(isOthersLine(asked), keyset.where))
    .orderBy(...keyset.orderBy)
    .limit(asked.limit + 1);
}

/** Who of the program sync is mapped to the line's agreement. */
function namesOn({ programSyncId }: OfSync): SQL {
  return sql`select c.name from ${mappings} m join ${customers} c on c.org_id = m.org_id and c.id = m.customer_id
    where m.org_id = ${otherLines.orgId} and m.program_sync_id = ${programSyncId} and m.psa_agreement_id = ${otherLines.psaAgreementId}
    order by c.name limit 3`;
}

/** When the lines of a connection were last read, and whether somebody has asked for it again. */
export async function findOtherLinesReading(
  db: Database,
  of: { orgId: string; connectionId: string },
): Promise<{ readAt: Date | null; asked: boolean; failed: boolean }> {
  const rows = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({ state: tasks.state, finishedAt: tasks.finishedAt })
      .from(tasks)
      .where(
        and(
          eq(tasks.orgId, of.orgId),
          eq(tasks.subjectId, of.connectionId),
          eq(tasks.kind, "read_other_lines"),
        ),
      )
      .orderBy(sql`${tasks.createdAt} desc`)
      .limit(20),
  );
  return {
    readAt: rows.find(({ state }) => state === "done")?.finishedAt ?? null,
    asked: rows[0]?.state === "queued",
    failed: rows[0]?.state === "failed",
  };
}
