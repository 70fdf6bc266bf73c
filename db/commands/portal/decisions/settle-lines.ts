import { and, eq, inArray, ne } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { findProductOfItem } from "@/db/queries/portal/product-link";
import { agreementLines, connections, lineEndings, productLinks } from "@/db/schema";
import { othersKey } from "@/lib/sync/others-key";
import { lockProductLinks } from "../../lock-product-links";
import { retryKeys } from "./decide-issue";
import { type AskedIssue, lockOpenIssue, type OpenIssue } from "./open-issue";

export type SettleResult =
  | { kind: "settled"; runId: string; issue: OpenIssue }
  | { kind: "moved_on" }
  /** The issue does not name this line or item, or the line is another subscription's by now. */
  | { kind: "not_named" }
  /** Another product, of this name, is linked to the item. */
  | { kind: "taken"; by: string };

type Asked = AskedIssue & { askedBy: string };

/** What is to be synced: the issue's line, and the endings that were asked for, by their keys. */
export type Settled = { kind: "settled"; issue: OpenIssue; endings: string[] };

type Unsettled = Exclude<SettleResult, { kind: "settled" }>;

/** Queues a sync of just what was settled. */
async function syncSettled(
  tx: Transaction,
  { askedBy }: Asked,
  result: Settled | Unsettled,
): Promise<SettleResult> {
  if (result.kind !== "settled") return result;
  const { kind, issue, endings } = result;
  return { kind, issue, runId: await retryKeys(tx, issue, [issue.key, ...endings], askedBy) };
}

/** Takes the PSA's line that an `existing_line` names for this subscription's own from now on. */
export async function adoptLine(tx: Transaction, asked: Asked & { lineId: string }): Promise<SettleResult> {
  return syncSettled(tx, asked, await takeLine(tx, asked));
}

/** The same without a sync: whoever settles several queues one for all. */
export async function takeLine(
  tx: Transaction,
  asked: AskedIssue & { lineId: string },
): Promise<Settled | Unsettled> {
  const issue = await lockOpenIssue(tx, asked);
  if (!issue) return { kind: "moved_on" };
  const { agreementId } = issue;
  const elsewhere = issue.facts.agreementId && issue.facts.agreementId !== agreementId;
  const named = issue.code === "existing_line" && issue.facts.lineId === asked.lineId && !elsewhere;
  if (!named || !agreementId) return { kind: "not_named" };
  const { orgId, connectionId } = issue.run;
  const line = { orgId, connectionId, psaAgreementId: agreementId, psaLineId: asked.lineId };
  if (await isAnothers(tx, line, issue.key)) return { kind: "not_named" };
  await takeBackOthersEnding(tx, line);
  await tx
    .insert(agreementLines)
    .values({ ...line, key: issue.key })
    .onConflictDoNothing();
  return { kind: "settled", issue, endings: [] };
}

/** A wish to end it as another tool's: it is ours from now on. */
async function takeBackOthersEnding(tx: Transaction, line: PsaLine): Promise<void> {
  await tx
    .delete(lineEndings)
    .where(
      and(
        eq(lineEndings.orgId, line.orgId),
        eq(lineEndings.connectionId, line.connectionId),
        eq(lineEndings.psaAgreementId, line.psaAgreementId),
        eq(lineEndings.key, othersKey(line.psaLineId)),
        ne(lineEndings.state, "done"),
      ),
    );
}

type PsaLine = { orgId: string; connectionId: string; psaAgreementId: string; psaLineId: string };

/** A dated line bills one subscription; only a service, which bills units, is shared. */
async function isAnothers(tx: Transaction, line: PsaLine, key: string): Promise<boolean> {
  const rows = await tx
    .select({ key: agreementLines.key })
    .from(agreementLines)
    .innerJoin(
      connections,
      and(eq(connections.orgId, agreementLines.orgId), eq(connections.id, agreementLines.connectionId)),
    )
    .where(
      and(
        eq(agreementLines.orgId, line.orgId),
        eq(agreementLines.connectionId, line.connectionId),
        eq(agreementLines.psaAgreementId, line.psaAgreementId),
        eq(agreementLines.psaLineId, line.psaLineId),
        ne(agreementLines.key, key),
        ne(connections.kind, "autotask"),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/**
 * Has lines ended: the one that an `existing_line` names, or all but `keptLineId` of a `several_open_lines`.
 * `lastDay` null: as early as nothing changes that the PSA has invoiced.
 */
export async function endLines(tx: Transaction, asked: AskedEnd): Promise<SettleResult> {
  return syncSettled(tx, asked, await markEnds(tx, asked));
}

type AskedEnd = Asked & { keptLineId: string | null; lastDay: string | null };

/** The same without a sync: whoever settles several queues one for all. */
export async function markEnds(tx: Transaction, asked: AskedEnd): Promise<Settled | Unsettled> {
  const issue = await lockOpenIssue(tx, asked);
  if (!issue) return { kind: "moved_on" };
  const agreementId = issue.facts.agreementId ?? issue.agreementId;
  const lineIds = linesToEnd(issue, asked.keptLineId);
  if (lineIds.length === 0 || !agreementId) return { kind: "not_named" };
  const { orgId, programSyncId, connectionId } = issue.run;
  const line = { orgId, programSyncId, connectionId, psaAgreementId: agreementId, key: issue.key };
  await dropOpenEndings(tx, line, lineIds);
  const endings = await tx
    .insert(lineEndings)
    .values(
      lineIds.map((psaLineId) => ({
        ...line,
        psaLineId,
        title: issue.title,
        customerId: issue.customerId,
        lastDay: asked.lastDay,
        requestedBy: asked.askedBy,
      })),
    )
    .returning({ id: lineEndings.id });
  return { kind: "settled", issue, endings: endings.map(({ id }) => `ending:${id}`) };
}

function linesToEnd({ code, facts }: OpenIssue, keptLineId: string | null): string[] {
  if (code === "existing_line" && keptLineId === null) return facts.lineId ? [facts.lineId] : [];
  if (code !== "several_open_lines") return [];
  const all = (facts.lineIds ?? "").split(", ").filter(Boolean);
  return keptLineId !== null && all.includes(keptLineId) ? all.filter((id) => id !== keptLineId) : [];
}

/** Asked for again, the newer wish holds. */
async function dropOpenEndings(
  tx: Transaction,
  line: { orgId: string; connectionId: string; psaAgreementId: string },
  lineIds: string[],
): Promise<void> {
  await tx
    .delete(lineEndings)
    .where(
      and(
        eq(lineEndings.orgId, line.orgId),
        eq(lineEndings.connectionId, line.connectionId),
        eq(lineEndings.psaAgreementId, line.psaAgreementId),
        inArray(lineEndings.psaLineId, lineIds),
        ne(lineEndings.state, "done"),
      ),
    );
}

/**
 * Links a product to the PSA's item that a person names. Whether the PSA has it, the queued sync finds out: one that it
 * does not have is treated as deleted.
 */
export async function linkProduct(
  tx: Transaction,
  asked: Asked & { psaItemId: string },
): Promise<SettleResult> {
  const issue = await lockOpenIssue(tx, asked);
  if (!issue) return { kind: "moved_on" };
  if (!mayLink(issue, asked.psaItemId) || issue.productId === null) return { kind: "not_named" };
  const { orgId, programSyncId } = issue.run;
  const { psaItemId } = asked;
  await lockProductLinks(tx, { orgId, programSyncId });
  const other = await findProductOfItem(tx, { orgId, programSyncId, productId: issue.productId, psaItemId });
  if (other) return { kind: "taken", by: other.name };
  const link = { psaItemId, origin: "person" as const, syncedAt: new Date() };
  await tx
    .insert(productLinks)
    .values({ orgId, programSyncId, productId: issue.productId, ...link })
    .onConflictDoUpdate({
      target: [productLinks.orgId, productLinks.programSyncId, productLinks.productId],
      set: link,
    });
  return { kind: "settled", issue, runId: await retryKeys(tx, issue, [issue.key], asked.askedBy) };
}

const linkedByHand = ["product_not_linked", "source_product_not_found", "source_product_ambiguous"];

/** Of items that share a SKU, one of those; where none was found, whichever a person knows. */
function mayLink({ code, facts }: OpenIssue, psaItemId: string): boolean {
  if (linkedByHand.includes(code)) return true;
  return code === "psa_duplicate_name" && (facts.itemIds ?? "").split(", ").includes(psaItemId);
}
