import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { customers, mappings } from "@/db/schema";
import type { PrismDesk } from "../months/prism-desk";
import type { Rig } from "../testing/rig";
import { type GeneratedCustomer, generatedMonths, mostSubscriptions } from "./generated-customer";

/** A generated customer that has taken the place of one of the sandbox's. */
export type Placed = {
  name: string;
  customerId: string;
  generated: GeneratedCustomer;
  agreementId: string;
  /** As many as are generated. */
  subscriptionIds: string[];
};

/** Their contracts do not begin on the first of a month, so that no period of theirs is one of PRISM's months. */
const elsewhere = ["Halcyon Physiotherapy", "Northpoint Surveyors", "Blue Gum Timber"];

/** Gives each generated customer the place of one that is mapped, and turns the sync of all others off. */
export async function placeCustomers(
  rig: Rig,
  desk: PrismDesk,
  generated: GeneratedCustomer[],
): Promise<Placed[]> {
  const ofSync = eq(mappings.programSyncId, rig.programSync.id);
  const mapped = await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select({ name: customers.name, customerId: customers.id, agreementId: mappings.psaAgreementId })
      .from(mappings)
      .innerJoin(customers, eq(customers.id, mappings.customerId))
      .where(ofSync)
      .orderBy(customers.name),
  );
  const known = new Map((await desk.customers(generatedMonths[0])).map((one) => [one.name, one]));
  const places = mapped.flatMap((place) => {
    const subscriptionIds = known.get(place.name)?.subscriptionIds ?? [];
    const fits = subscriptionIds.length >= mostSubscriptions && !elsewhere.includes(place.name);
    return fits ? [{ ...place, subscriptionIds }] : [];
  });
  const placed = generated.map((customer, i) => {
    const place = places[i];
    if (!place) throw new Error(`There is place for ${places.length} customers only.`);
    const subscriptionIds = place.subscriptionIds.slice(0, customer.subscriptions.length);
    return { ...place, subscriptionIds, generated: customer };
  });
  await inOrg(rig.db, rig.orgId, async (tx) => {
    await tx.update(mappings).set({ enabled: false }).where(ofSync);
    for (const { customerId, generated: customer } of placed) {
      await tx
        .update(mappings)
        .set({ enabled: true, pricingStrategy: customer.strategy })
        .where(and(ofSync, eq(mappings.customerId, customerId)));
    }
  });
  return placed;
}
