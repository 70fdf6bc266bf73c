import { and, asc, desc, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { subscriptions } from "@/db/schema";

/** No customer of a partner that we know of holds as many. */
const mostShown = 200;

/** The subscriptions of a customer, active ones first, by product; `more`: there are others besides. */
export async function listCustomerSubscriptions(
  db: Database,
  of: { orgId: string; programId: string; customerId: string },
) {
  const rows = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        subscriptionId: subscriptions.subscriptionId,
        productName: subscriptions.productName,
        active: subscriptions.active,
      })
      .from(subscriptions)
      .where(
        and(
          eq(subscriptions.orgId, of.orgId),
          eq(subscriptions.programId, of.programId),
          eq(subscriptions.customerId, of.customerId),
        ),
      )
      .orderBy(desc(subscriptions.active), asc(subscriptions.productName), asc(subscriptions.subscriptionId))
      .limit(mostShown + 1),
  );
  return { rows: rows.slice(0, mostShown), more: rows.length > mostShown };
}
