import { auditQuery, filtersOf } from "@/app/(portal)/audit/audit-query";
import { portalDatabase } from "@/db/portal";
import { type AuditRow, listAuditEvents } from "@/db/queries/list-audit-events";
import { may } from "@/lib/auth/may";
import { csvLine, csvStart } from "@/lib/csv";
import { streamOf } from "@/lib/http/stream-of";
import { readPageQuery } from "@/lib/page-query";
import { requireSession } from "@/lib/session";

const rowsAtOnce = 500;
const noStore = { "Cache-Control": "no-store" };

/** The audit as a file, narrowed as the address says. Read and sent page by page, however long it is. */
export async function GET(request: Request): Promise<Response> {
  const { orgId, role } = await requireSession();
  if (!may(role, "admin"))
    return new Response("Only admins read the audit.\n", { status: 403, headers: noStore });
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const filters = filtersOf(await readPageQuery(auditQuery, Promise.resolve(asked)));

  async function* lines(): AsyncGenerator<string> {
    yield csvStart + csvLine(["Event", "When (UTC)", "Who", "What", "Subject", "Facts"]);
    let after: number | undefined;
    do {
      const place = after === undefined ? {} : { after };
      const page = await listAuditEvents(portalDatabase(), { orgId, filters, place, size: rowsAtOnce });
      yield page.rows.map((event) => csvLine(cellsOf(event))).join("");
      after = page.older ?? undefined;
    } while (after !== undefined);
  }

  return new Response(streamOf(lines()), {
    headers: {
      ...noStore,
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="audit.csv"',
    },
  });
}

function cellsOf({ id, at, actor, action, subject, facts }: AuditRow): (string | number)[] {
  const told = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  return [id, at.toISOString(), actor ?? "PRISM Connect", action, subject, told.join("; ")];
}
