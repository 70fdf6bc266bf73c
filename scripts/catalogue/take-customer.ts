import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "@/db/client";
import { customers, mappings } from "@/db/schema";
import type { Rig } from "@/scripts/testing/rig";
import type { Hands } from "./hands/hands";
import { linkedProducts } from "./portal";

/** A line of the newest invoice for a whole month, the only one of its subscription. */
export type CaseLine = {
  subscriptionId: string;
  /** What the PSA's line and the item of a run carry. */
  key: string;
  productId: string;
  product: string;
  sku: string;
  quantity: string;
  unitPrice: string;
  unitPriceRrp: string;
};

/** A customer that no other case has, with nothing on the newest invoice but `lines`. The only one in sync. */
export type CaseCustomer = {
  id: string;
  name: string;
  tenantId: string;
  companyId: string;
  agreementId: string;
  line: CaseLine;
  lines: CaseLine[];
};

type Mapped = Omit<CaseCustomer, "line" | "lines">;

/** `linked`: its products have items in the PSA, for which the products sync is run where needed; else they have none. */
export type CustomerWish = { subscriptions: number; linked: boolean };

const subscriptionSchema = z.looseObject({ id: z.string(), tenantId: z.string(), productId: z.string() });
const productSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  sku: z.string(),
  isTrial: z.boolean(),
});
const lineSchema = z.looseObject({
  subscriptionId: z.string(),
  offerName: z.string(),
  quantity: z.string(),
  unitPrice: z.string(),
  unitPriceRrp: z.string(),
  billableRatio: z.string(),
});

/** Hands out the rig's customers one by one, in the order of their names. */
export async function openCustomers(
  rig: Rig,
  hands: Hands,
): Promise<(wish: CustomerWish) => Promise<CaseCustomer>> {
  const unused = await mappedCustomers(rig);

  return async (wish) => {
    const linesOf = await readLines(rig);
    const linked = await linkedProducts(rig);
    const skus = await hands.skus();
    for (const [index, mapped] of unused.entries()) {
      const all = linesOf(mapped);
      const fit = all.filter(
        ({ isWhole, line }) =>
          isWhole && (wish.linked || !(linked.has(line.productId) || skus.has(line.sku))),
      );
      const kept = fit.slice(0, wish.subscriptions);
      const [first] = kept;
      if (!first || kept.length < wish.subscriptions) continue;
      unused.splice(index, 1);
      await keepOnly(rig, all, kept);
      await syncOnly(rig, mapped.id);
      if (wish.linked && kept.some(({ line }) => !linked.has(line.productId))) await rig.run("products");
      return { ...mapped, line: first.line, lines: kept.map(({ line }) => line) };
    }
    throw new Error(`No customer is left with ${wish.subscriptions} subscriptions.`);
  };
}

function mappedCustomers(rig: Rig): Promise<Mapped[]> {
  return inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select({
        id: customers.id,
        name: customers.name,
        tenantId: customers.tenantId,
        companyId: mappings.psaCompanyId,
        agreementId: mappings.psaAgreementId,
      })
      .from(mappings)
      .innerJoin(customers, eq(customers.id, mappings.customerId))
      .where(eq(mappings.programSyncId, rig.programSync.id))
      .orderBy(customers.name),
  );
}

type ReadLine = { line: CaseLine; row: number; isWhole: boolean };

/** What the newest invoice has for each customer. */
async function readLines(rig: Rig): Promise<(customer: Mapped) => ReadLine[]> {
  const { control } = rig;
  const { lines } = await control.newestInvoice();
  const subscriptions = z.array(subscriptionSchema).parse(await control.entities("prism", "subscriptions"));
  const products = z.array(productSchema).parse(await control.entities("prism", "products"));
  const read = z.array(lineSchema).parse(lines);
  return ({ tenantId }) =>
    read.flatMap((line, index) => {
      const subscription = subscriptions.find(({ id }) => id === line.subscriptionId);
      const product = products.find(({ id }) => id === subscription?.productId);
      if (subscription?.tenantId !== tenantId || !product) return [];
      const rows = read.filter(({ subscriptionId }) => subscriptionId === line.subscriptionId).length;
      return [
        {
          row: index + 1,
          isWhole: rows === 1 && Number(line.billableRatio) === 1,
          line: {
            subscriptionId: line.subscriptionId,
            key: `${line.subscriptionId}:licence`,
            productId: product.id,
            product: line.offerName,
            sku: product.sku,
            quantity: line.quantity,
            unitPrice: line.unitPrice,
            unitPriceRrp: line.unitPriceRrp,
          },
        },
      ];
    });
}

async function keepOnly({ control }: Rig, all: ReadLine[], kept: ReadLine[]): Promise<void> {
  const { invoiceId } = await control.newestInvoice();
  const removeRows = all.filter((one) => !kept.includes(one)).map(({ row }) => row);
  await control.edit("prism", "invoices", invoiceId, { removeRows });
}

async function syncOnly(rig: Rig, customerId: string): Promise<void> {
  await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .update(mappings)
      .set({ enabled: sql`${mappings.customerId} = ${customerId}` })
      .where(and(eq(mappings.orgId, rig.orgId), eq(mappings.programSyncId, rig.programSync.id))),
  );
}
