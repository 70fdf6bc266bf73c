import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { isOthersLine } from "@/db/queries/portal/other-lines";
import { rowsFromJson } from "@/db/rows-from-json";
import { lineEndings, otherLines } from "@/db/schema";
import { othersKey } from "@/lib/sync/others-key";
import type { IsoDate } from "@/lib/values";
import { requestPart } from "../runs/request-run";

export type ChosenLine = { psaAgreementId: string; psaLineId: string };

export type OtherLinesEnded = {
  /** null: none of them is to be ended any more. */
  runId: string | null;
  ended: (ChosenLine & { name: string })[];
  /** Lines that are ours by now, are dealt with already, or are gone. */
  movedOn: number;
};

type Asked = {
  orgId: string;
  programSyncId: string;
  connectionId: string;
  lines: ChosenLine[];
  /** Last billed day; days that are invoiced already stay. */
  lastDay: IsoDate;
  askedBy: string;
};

/**
 * Has lines of another tool ended that a person chose, and queues one sync of just these. What is ours, or dealt with, by
 * now is left alone and counted; chosen by two people at once, each is ended once.
 */
export async function endOtherLines(tx: Transaction, asked: Asked): Promise<OtherLinesEnded> {
  const { orgId, programSyncId, connectionId, lastDay, askedBy } = asked;
  // The second of two people waits here, and finds the first one's endings.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`other-lines:${connectionId}`}, 0))`);
  const lines = await takeLines(tx, asked);
  const movedOn = asked.lines.length - lines.length;
  if (lines.length === 0) return { runId: null, ended: [], movedOn };
  await dropFailed(tx, asked, lines);
  const endings = await tx
    .insert(lineEndings)
    .values(
      lines.map(({ psaAgreementId, psaLineId, name, customerId }) => ({
        orgId,
        programSyncId,
        connectionId,
        psaAgreementId,
        psaLineId,
        key: othersKey(psaLineId),
        title: name,
        customerId,
        lastDay,
        requestedBy: askedBy,
      })),
    )
    .returning({ id: lineEndings.id });
  const request = {
    orgId,
    programSyncId,
    connectionId,
    kind: "customers",
    mode: "live",
    trigger: "person",
  } as const;
  const keys = endings.map(({ id }) => `ending:${id}`);
  const { runId } = await requestPart(tx, { ...request, requestedBy: askedBy }, keys);
  return { runId, ended: lines, movedOn };
}

/** That a row of the table is one of these lines. */
function isOneOf(table: typeof otherLines | typeof lineEndings, lines: ChosenLine[]): SQL {
  const chosen = rowsFromJson(
    lines.map(({ psaAgreementId, psaLineId }) => ({ agreement: psaAgreementId, line: psaLineId })),
    { agreement: "text", line: "text" },
  );
  return sql`(${table.psaAgreementId}, ${table.psaLineId}) in (select r.agreement, r.line from ${chosen})`;
}

async function takeLines(tx: Transaction, asked: Asked) {
  return tx
    .select({
      psaAgreementId: otherLines.psaAgreementId,
      psaLineId: otherLines.psaLineId,
      name: otherLines.name,
      customerId: sql<string | null>`coalesce((${otherLines.twin}->>'customerId')::uuid, (
        select min(m.customer_id::text)::uuid from mappings m where m.org_id = other_lines.org_id
          and m.program_sync_id = ${asked.programSyncId} and m.psa_agreement_id = other_lines.psa_agreement_id
      ))`,
    })
    .from(otherLines)
    .where(and(isOthersLine(asked), isOneOf(otherLines, asked.lines)));
}

/** Asked for again, the newer wish holds. */
async function dropFailed(tx: Transaction, asked: Asked, lines: ChosenLine[]): Promise<void> {
  await tx
    .delete(lineEndings)
    .where(
      and(
        eq(lineEndings.orgId, asked.orgId),
        eq(lineEndings.connectionId, asked.connectionId),
        eq(lineEndings.state, "failed"),
        isOneOf(lineEndings, lines),
      ),
    );
}
