import { z } from "zod";
import { itemOutcomeWords } from "@/components/sync/item-outcome";
import { differenceNotes, itemValues, valuesAsText } from "@/components/sync/item-values";
import { portalDatabase } from "@/db/portal";
import { getSyncRun } from "@/db/queries/portal/get-sync-run";
import { listRunItems, type RunItemRow } from "@/db/queries/portal/list-run-items";
import { csvLine, csvStart } from "@/lib/csv";
import { streamOf } from "@/lib/http/stream-of";
import { issueTitle } from "@/lib/issues/catalogue";
import { connectorNames, wordsOfPsa } from "@/lib/psa-names";
import { requireSession } from "@/lib/session";
import { productChangeWords } from "@/lib/sync/product-changes";
import { readRunFilter } from "@/lib/sync/run-query";
import { runTitle, skippedBecause } from "@/lib/sync/run-words";

type RouteContext = { params: Promise<{ runId: string }> };

const rowsAtOnce = 500;

/** A run's lines as a file, narrowed as the address says. Read and sent page by page, however long the list is. */
export async function GET(request: Request, { params }: RouteContext): Promise<Response> {
  const { orgId } = await requireSession();
  const { runId } = await params;
  const db = portalDatabase();
  const found = z.uuid().safeParse(runId).success ? await getSyncRun(db, { orgId, runId }) : null;
  if (!found) return new Response("There is no such sync.\n", { status: 404, headers: noStore });
  const { itemMonth, programSyncId, kind } = found.run;
  const of = { orgId, runId, itemMonth, programSyncId, kind };
  const filter = readRunFilter(new URL(request.url).searchParams);
  const psa = connectorNames[found.connection.kind];

  async function* lines(): AsyncGenerator<string> {
    yield csvStart + csvLine(kind === "customers" ? customerHeadings(psa) : productHeadings);
    let after: string | undefined;
    do {
      const page = await listRunItems(db, { of, filter, place: { after }, size: rowsAtOnce });
      yield page.rows.map((item) => csvLine(cellsOf(item, kind, psa))).join("");
      after = page.next ?? undefined;
    } while (after);
  }

  return new Response(streamOf(lines()), {
    headers: {
      ...noStore,
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName(runTitle(found.run))}"`,
    },
  });
}

const noStore = { "Cache-Control": "no-store" };

const customerHeadings = (psa: string) => [
  "Customer",
  wordsOfPsa(psa).Agreement,
  "Subscription",
  "Subscription id",
  "Outcome",
  "Reason",
  "Quantity",
  "Unit price",
  "Currency",
  "Invoiced price ex tax",
  "Invoiced cost ex tax",
  "Difference in the PSA",
  "Issues",
];
const productHeadings = ["Product", "Outcome", "Reason", "Unit cost", "Unit price", "Issues"];

function cellsOf(item: RunItemRow, kind: "customers" | "products", psa: string): (string | null)[] {
  const [first, second] = itemValues(item).map(valuesAsText);
  const outcome = itemOutcomeWords[item.outcome];
  const reason = item.outcome === "skipped" ? skippedBecause(item.reason) : productChangeWords(item.reason);
  const issues = item.issues.map((issue) => `${issueTitle(issue.code, psa)} (${issue.code})`).join("; ");
  if (kind === "products") return [item.title, outcome, reason, first ?? null, second ?? null, issues];
  return [
    item.customerName,
    item.agreementName,
    item.title,
    item.subscriptionId,
    outcome,
    reason,
    first ?? null,
    second ?? null,
    item.currency,
    item.priceAmount,
    item.costAmount,
    differenceNotes(item, psa).join("; "),
    issues,
  ];
}

function fileName(title: string): string {
  return `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.csv`;
}
