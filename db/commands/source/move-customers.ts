import { and, eq, inArray, ne } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { customers, subscriptions } from "@/db/schema";
import { groupBy } from "@/lib/group-by";

type OfProgram = { orgId: string; programId: string };

/** A tenant and the subscriptions that PRISM names of it under one contract agreement. */
type NamedTenant = { tenantId: string; subscriptions: { subscriptionId: string }[] };

/**
 * A tenant that PRISM now names under this contract agreement, with every subscription that we know of it under another,
 * has moved: it stays the customer that it was, with its mapping. One that keeps some there is a customer under each.
 */
export async function moveTenants(
  tx: Transaction,
  of: OfProgram & { contractAgreementId: string },
  tenants: NamedTenant[],
): Promise<void> {
  const named = new Map(
    tenants.map((one) => [one.tenantId, new Set(one.subscriptions.map((held) => held.subscriptionId))]),
  );
  const known = await tx
    .select({
      id: customers.id,
      tenantId: customers.tenantId,
      contractAgreementId: customers.contractAgreementId,
    })
    .from(customers)
    .where(ofTenants(of, [...named.keys()]));
  const newHere = notUnder(known, of.contractAgreementId);
  const held = await listHeld(
    tx,
    of,
    newHere.map((one) => one.id),
  );
  const moved = newHere.filter(({ id, tenantId }) => {
    const own = held.get(id) ?? [];
    return own.length > 0 && own.every(({ subscriptionId }) => named.get(tenantId)?.has(subscriptionId));
  });
  // Two of one tenant cannot both become the one under this agreement.
  for (const [, [first, ...others]] of groupBy(moved, (one) => one.tenantId)) {
    if (first && others.length === 0) await moveCustomer(tx, of, first.id);
  }
}

type Known = { id: string; tenantId: string; contractAgreementId: string };

/** Customers of tenants that are none under this agreement yet. */
function notUnder(known: Known[], contractAgreementId: string): Known[] {
  const here = new Set(
    known.filter((one) => one.contractAgreementId === contractAgreementId).map((one) => one.tenantId),
  );
  return known.filter((one) => !here.has(one.tenantId));
}

/** Active subscriptions by customer. */
async function listHeld(tx: Transaction, { orgId, programId }: OfProgram, customerIds: string[]) {
  if (customerIds.length === 0) return new Map<string, { subscriptionId: string }[]>();
  const rows = await tx
    .select({ customerId: subscriptions.customerId, subscriptionId: subscriptions.subscriptionId })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.orgId, orgId),
        eq(subscriptions.programId, programId),
        eq(subscriptions.active, true),
        inArray(subscriptions.customerId, customerIds),
      ),
    );
  return groupBy(rows, (row) => row.customerId);
}

/**
 * The same from the list of all customers, which knows no subscriptions but is complete: a tenant that we know under just
 * one agreement, which it is no longer named under, while just one other is new, has moved there.
 */
export async function moveListedTenants(
  tx: Transaction,
  of: OfProgram,
  listed: { tenantId: string; contractAgreementId: string }[],
): Promise<void> {
  const byTenant = groupBy(listed, (one) => one.tenantId);
  const known = await tx
    .select({
      id: customers.id,
      tenantId: customers.tenantId,
      contractAgreementId: customers.contractAgreementId,
    })
    .from(customers)
    .where(ofTenants(of, [...byTenant.keys()]));
  for (const [tenantId, rows] of groupBy(known, (one) => one.tenantId)) {
    const named = new Set((byTenant.get(tenantId) ?? []).map((one) => one.contractAgreementId));
    const [left, ...moreLeft] = rows.filter((one) => !named.has(one.contractAgreementId));
    const [fresh, ...moreFresh] = [...named].filter(
      (agreement) => !rows.some((one) => one.contractAgreementId === agreement),
    );
    if (left && fresh && moreLeft.length === 0 && moreFresh.length === 0) {
      await moveCustomer(tx, { ...of, contractAgreementId: fresh }, left.id);
    }
  }
}

function ofTenants({ orgId, programId }: OfProgram, tenantIds: string[]) {
  return and(
    eq(customers.orgId, orgId),
    eq(customers.programId, programId),
    inArray(customers.tenantId, tenantIds),
  );
}

async function moveCustomer(
  tx: Transaction,
  { orgId, contractAgreementId }: OfProgram & { contractAgreementId: string },
  customerId: string,
): Promise<void> {
  await tx
    .update(customers)
    .set({ contractAgreementId })
    .where(
      and(
        eq(customers.orgId, orgId),
        eq(customers.id, customerId),
        ne(customers.contractAgreementId, contractAgreementId),
      ),
    );
}
