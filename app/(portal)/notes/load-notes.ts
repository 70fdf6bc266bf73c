import "server-only";
import { portalDatabase } from "@/db/portal";
import { listNotes, type NoteRow } from "@/db/queries/portal/list-notes";
import { groupBy } from "@/lib/group-by";

type Noted = { subscriptionId: string | null };

/** What people wrote about the subscriptions of these lines, by line; asked for all at once. */
export async function loadNotes(
  of: { orgId: string; programSyncId: string },
  lines: Noted[],
): Promise<(line: Noted) => NoteRow[]> {
  const subjects = [...new Set(lines.flatMap(({ subscriptionId }) => subscriptionId ?? []))];
  const bySubject = groupBy(await listNotes(portalDatabase(), of, subjects), ({ subject }) => subject);
  return ({ subscriptionId }) => (subscriptionId === null ? [] : (bySubject.get(subscriptionId) ?? []));
}
