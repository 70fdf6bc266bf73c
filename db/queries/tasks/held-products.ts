import { and, eq, inArray, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { customers, mappings, products, programSyncs, subscriptions } from "@/db/schema";

type OfConnection = { orgId: string; connectionId: string };

const ofConnection = (of: OfConnection) =>
  and(
    eq(programSyncs.orgId, mappings.orgId),
    eq(programSyncs.id, mappings.programSyncId),
    eq(programSyncs.connectionId, of.connectionId),
  );

/** The agreements of a connection that some customer is mapped to, whichever program it is of. */
export async function listMappedAgreementIds(db: Database, of: OfConnection): Promise<string[]> {
  const rows = await inOrg(db, of.orgId, (tx) =>
    tx
      .selectDistinct({ id: mappings.psaAgreementId })
      .from(mappings)
      .innerJoin(programSyncs, ofConnection(of))
      .where(eq(mappings.orgId, of.orgId)),
  );
  return rows.map(({ id }) => id);
}

/** What the customers that are mapped to these agreements subscribe to, each with the quantity of its newest invoice line. */
export async function listHeldProducts(db: Database, of: OfConnection & { psaAgreementIds: string[] }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        psaAgreementId: mappings.psaAgreementId,
        customerId: customers.id,
        product: subscriptions.productName,
        sku: products.sku,
        quantity: sql<string | null>`(
          select l.quantity::text from invoice_lines l join invoices i on i.org_id = l.org_id and i.id = l.invoice_id
          where l.org_id = ${of.orgId} and l.subscription_id = ${subscriptions.subscriptionId} and i.state = 'current'
            and i.program_id = ${subscriptions.programId}
          order by l.charge_end desc, l.line_number desc limit 1
        )`,
      })
      .from(mappings)
      .innerJoin(programSyncs, ofConnection(of))
      .innerJoin(customers, and(eq(customers.orgId, mappings.orgId), eq(customers.id, mappings.customerId)))
      .innerJoin(
        subscriptions,
        and(
          eq(subscriptions.orgId, mappings.orgId),
          eq(subscriptions.customerId, customers.id),
          eq(subscriptions.active, true),
        ),
      )
      .leftJoin(
        products,
        and(
          eq(products.orgId, mappings.orgId),
          eq(products.programId, subscriptions.programId),
          eq(products.sourceProductId, subscriptions.sourceProductId),
        ),
      )
      .where(and(eq(mappings.orgId, of.orgId), inArray(mappings.psaAgreementId, of.psaAgreementIds))),
  );
}
