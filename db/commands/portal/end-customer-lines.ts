import { and, eq, exists, ne, or } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { OfCustomerLines, OpenLine } from "@/db/queries/portal/open-lines";
import { agreementLines, lineEndings } from "@/db/schema";
import type { IsoDate } from "@/lib/values";

/** A run tries one that failed again. */
const isToDo = ne(lineEndings.state, "done");

/**
 * Has lines of a customer ended, each for its key, by the next customers run. What was asked for the same lines before and
 * is not done yet is replaced. `lastDay` null: as early as nothing changes that the PSA has invoiced.
 */
export async function endCustomerLines(
  tx: Transaction,
  of: OfCustomerLines,
  asked: { lines: OpenLine[]; lastDay: IsoDate | null; requestedBy: string },
): Promise<void> {
  const { orgId, programSyncId, connectionId, customerId } = of;
  const { lines, lastDay, requestedBy } = asked;
  await keepCustomerLines(tx, of, lines);
  if (lines.length === 0) return;
  const shared = { orgId, programSyncId, connectionId, customerId, lastDay, requestedBy };
  await tx.insert(lineEndings).values(lines.map((line) => ({ ...shared, ...line })));
}

/** Takes back what was asked for these lines and is not done yet. */
export async function keepCustomerLines(
  tx: Transaction,
  { orgId, connectionId }: OfCustomerLines,
  lines: OpenLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx
    .delete(lineEndings)
    .where(
      and(
        eq(lineEndings.orgId, orgId),
        eq(lineEndings.connectionId, connectionId),
        isToDo,
        or(
          ...lines.map((line) =>
            and(
              eq(lineEndings.psaAgreementId, line.psaAgreementId),
              eq(lineEndings.psaLineId, line.psaLineId),
              eq(lineEndings.key, line.key),
            ),
          ),
        ),
      ),
    );
}

/**
 * A customer is synced to this agreement (again): endings of our own lines there that are not done yet are taken back.
 * Endings of other tools' lines stay.
 */
export async function takeBackEndings(
  tx: Transaction,
  of: OfCustomerLines & { psaAgreementId: string },
): Promise<void> {
  const ours = tx
    .select({ key: agreementLines.key })
    .from(agreementLines)
    .where(
      and(
        eq(agreementLines.orgId, lineEndings.orgId),
        eq(agreementLines.connectionId, lineEndings.connectionId),
        eq(agreementLines.psaAgreementId, lineEndings.psaAgreementId),
        eq(agreementLines.psaLineId, lineEndings.psaLineId),
        eq(agreementLines.key, lineEndings.key),
      ),
    );
  await tx
    .delete(lineEndings)
    .where(
      and(
        eq(lineEndings.orgId, of.orgId),
        eq(lineEndings.programSyncId, of.programSyncId),
        eq(lineEndings.customerId, of.customerId),
        eq(lineEndings.psaAgreementId, of.psaAgreementId),
        isToDo,
        exists(ours),
      ),
    );
}
