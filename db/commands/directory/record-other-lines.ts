import { and, eq, inArray, lt } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { otherLines, psaItems } from "@/db/schema";
import type { Reading } from "./record-directory";

type Row = typeof otherLines.$inferInsert;
type ReadLine = Omit<Row, "orgId" | "connectionId" | "rank" | "twin" | "readAt">;
type TwinOf = (line: ReadLine, sku: string | null) => Pick<Row, "rank" | "twin">;

/** Keeps what recurs on some agreements, in the place of what was known of them. `twinOf` gets the item's vendor SKU. */
export async function recordOtherLines(
  db: Database,
  { orgId, connectionId, begunAt }: Reading,
  lines: ReadLine[],
  twinOf: TwinOf,
): Promise<void> {
  if (lines.length === 0) return;
  await inOrg(db, orgId, async (tx) => {
    const psaIds = [...new Set(lines.map(({ psaItemId }) => psaItemId))];
    const items = await tx
      .select({ psaId: psaItems.psaId, vendorSku: psaItems.vendorSku })
      .from(psaItems)
      .where(
        and(
          eq(psaItems.orgId, orgId),
          eq(psaItems.connectionId, connectionId),
          inArray(psaItems.psaId, psaIds),
        ),
      );
    const skus = new Map(items.map(({ psaId, vendorSku }) => [psaId, vendorSku]));
    const agreementIds = [...new Set(lines.map(({ psaAgreementId }) => psaAgreementId))];
    await tx
      .delete(otherLines)
      .where(
        and(
          eq(otherLines.orgId, orgId),
          eq(otherLines.connectionId, connectionId),
          inArray(otherLines.psaAgreementId, agreementIds),
        ),
      );
    await tx.insert(otherLines).values(
      lines.map((line) => ({
        ...line,
        ...twinOf(line, skus.get(line.psaItemId) ?? null),
        orgId,
        connectionId,
        readAt: begunAt,
      })),
    );
  });
}

/** Forgets what a reading of all agreements has not come upon. */
export async function endOtherLines(db: Database, { orgId, connectionId, begunAt }: Reading): Promise<void> {
  await inOrg(db, orgId, (tx) =>
    tx
      .delete(otherLines)
      .where(
        and(
          eq(otherLines.orgId, orgId),
          eq(otherLines.connectionId, connectionId),
          lt(otherLines.readAt, begunAt),
        ),
      ),
  );
}
