import { loadNotes } from "@/app/(portal)/notes/load-notes";
import { lineGroups, type ShownItem } from "@/app/(portal)/runs/[runId]/item-lines";
import { SyncLines } from "@/components/sync/sync-lines";
import type { NoteRow } from "@/db/queries/portal/list-notes";
import type { WaitingRow } from "@/db/queries/portal/list-waiting";
import { may } from "@/lib/auth/may";
import { ageInDays } from "@/lib/format/instant";
import { countOf } from "@/lib/format/number";
import { groupBy } from "@/lib/group-by";
import { issueTitle } from "@/lib/issues/catalogue";
import { programTitle } from "@/lib/program-title";
import { connectorNames } from "@/lib/psa-names";
import type { Session } from "@/lib/session";

type WaitingLinesProps = { rows: WaitingRow[]; session: Session; now: Date };

/** The lines of a page by program and cause, each with what a person can do about it. */
export async function WaitingLines({ rows, session, now }: WaitingLinesProps) {
  const groups = groupBy(rows, (row) => `${row.programSyncId} ${row.kind} ${row.cause}`);
  const notesOf = await notesByProgram(rows, session);
  return [...groups].map(([id, members]) => (
    <div key={id} className="mt-6">
      <h2 className="mb-2 flex flex-wrap items-baseline gap-x-2">
        <span className="text-md font-semibold">{titleOf(members)}</span>
        <span className="text-soft">{programOf(members)}</span>
      </h2>
      <SyncLines
        groups={lineGroups(members.map((row) => ({ ...shownItem(row, session, now), notes: notesOf(row) })))}
        headings={
          members[0]?.kind === "products"
            ? { subject: "Product", changes: ["Unit cost", "Unit price"], amount: null }
            : { subject: "Subscription", changes: ["Quantity", "Unit price"], amount: "Invoiced" }
        }
      />
    </div>
  ));
}

async function notesByProgram(
  rows: WaitingRow[],
  { orgId }: Session,
): Promise<(row: WaitingRow) => NoteRow[]> {
  const found = new Map<string, Awaited<ReturnType<typeof loadNotes>>>();
  for (const [programSyncId, members] of groupBy(rows, (row) => row.programSyncId)) {
    const lines = members.map(({ item }) => item);
    found.set(programSyncId, await loadNotes({ orgId, programSyncId }, lines));
  }
  return ({ programSyncId, item }) => found.get(programSyncId)?.(item) ?? [];
}

function titleOf([first]: WaitingRow[]): string {
  if (!first) return "";
  return first.cause
    ? issueTitle(first.cause, connectorNames[first.connection.kind])
    : "What became of it is not known yet";
}

function programOf([first]: WaitingRow[]): string {
  if (!first) return "";
  const title = programTitle({ programName: first.programName, connectionKind: first.connection.kind });
  return first.kind === "products" ? `${title}, products` : title;
}

function shownItem(row: WaitingRow, session: Session, now: Date): ShownItem {
  const { runId, programSyncId, kind, runStatus: status, connection, programSlug, item } = row;
  const underWay = status === "queued" || status === "running";
  return {
    item,
    note: waitWords(ageInDays(row.waitingSince, now)),
    view: {
      runId,
      run: { kind, mode: "live", status, programSyncId },
      psa: connectorNames[connection.kind],
      canAct: may(session.role, "operator") && !underWay,
      itemId: null,
      timeZone: session.timeZone,
      now,
      connection,
      programSlug,
    },
  };
}

function waitWords(days: number): string {
  return days < 1 ? "waits since today" : `waits for ${countOf(days, "day")}`;
}
