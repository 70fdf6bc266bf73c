import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { customers, mappings } from "@/db/schema";
import type { WorkerEnv } from "@/lib/env";
import type { Sandbox } from "@/sandbox/start";
import { chargeBillingCode, openBooks } from "../../months/open-books";
import { invoiceRow, type PrismDesk, type PrismProduct, prismDesk } from "../../months/prism-desk";
import type { HeldLine, PsaName } from "../../months/psa-books";
import { copyTestDatabase, type TestDatabase } from "../../testing/database";
import { type Rig, startRig } from "../../testing/rig";
import { readWrites } from "../outside/read-writes";
import {
  type ReferenceCustomer,
  referenceCustomers,
  referenceMonths,
  referenceSkus,
} from "./reference-month";

/** A reference customer in the place of one of the sandbox's, as the PSA knew it before November was synced. */
export type PlacedCustomer = ReferenceCustomer & {
  tenantId: string;
  contractAgreementId: string;
  agreementId: string;
  subscriptionIds: string[];
  openFrom: string;
  before: HeldLine[];
};

/** November is invoiced and its runs are asked for. Every play begins from here, as often as it is wanted. */
export type ReferenceWorld = {
  psa: PsaName;
  orgId: string;
  env: WorkerEnv;
  sandbox: Sandbox;
  products: PrismProduct[];
  placed: PlacedCustomer[];
  /** The last write before November, and when that began. */
  lastWrite: number;
  beganAt: Date;
  /** Everything as it was; the database is the caller's to drop. */
  fresh: () => Promise<TestDatabase>;
  close: () => Promise<void>;
};

export async function buildReferenceWorld(psa: PsaName): Promise<ReferenceWorld> {
  const settings = {
    chargeBillingCodeId: chargeBillingCode("clean"),
    azureEnabled: true,
    // What a dead worker left half done must not pass for a person's edit.
    handEdits: "ask",
  } as const;
  const rig = await startRig("clean", { psa, settings });
  const { control } = rig.sandbox.endpoints;
  const desk = prismDesk(control);
  const known = await desk.products();
  const products = referenceSkus.flatMap((sku) => known.filter((product) => product.sku === sku));
  const placed = await placeCustomers(rig, desk);
  await playOctober(rig, desk, psa, placed, products);
  await invoiceNovember(rig, desk, psa, placed, products);
  const books = openBooks(psa, control);
  const writes = await readWrites(control, psa);
  const asFound: PlacedCustomer[] = [];
  for (const one of placed) {
    const { agreementId } = one;
    const [openFrom, before] = [await books.openFrom(agreementId), await books.held(agreementId)];
    asFound.push({ ...one, openFrom, before });
  }
  const beganAt = new Date();
  await rig.request("products", { trigger: "schedule" });
  await rig.request("customers", { trigger: "schedule" });
  await rig.tools.database.close();
  const saved = rig.sandbox.save();
  return {
    psa,
    orgId: rig.orgId,
    env: rig.tools.env,
    sandbox: rig.sandbox,
    products,
    placed: asFound,
    lastWrite: writes.at(-1)?.seq ?? 0,
    beganAt,
    fresh: async () => {
      rig.sandbox.goBackTo(saved);
      return copyTestDatabase(rig.database);
    },
    close: async () => {
      await rig.sandbox.stop();
      await rig.database.drop();
    },
  };
}

type Placing = Omit<PlacedCustomer, "openFrom" | "before">;

async function placeCustomers(rig: Rig, desk: PrismDesk): Promise<Placing[]> {
  const known = new Map((await desk.customers(referenceMonths[0])).map((one) => [one.name, one]));
  const ofSync = eq(mappings.programSyncId, rig.programSync.id);
  return inOrg(rig.db, rig.orgId, async (tx) => {
    await tx.update(mappings).set({ enabled: false }).where(ofSync);
    const placed: Placing[] = [];
    for (const customer of referenceCustomers) {
      const [found] = await tx.select().from(customers).where(eq(customers.name, customer.name));
      const subscriptionIds = known.get(customer.name)?.subscriptionIds ?? [];
      if (!found || subscriptionIds.length < customer.subscriptions.length) {
        throw new Error(`${customer.name} has not enough subscriptions in the sandbox.`);
      }
      const [mapping] = await tx
        .update(mappings)
        .set({ enabled: true, pricingStrategy: customer.strategy })
        .where(and(ofSync, eq(mappings.customerId, found.id)))
        .returning();
      if (!mapping) throw new Error(`${customer.name} is not mapped.`);
      placed.push({
        ...customer,
        tenantId: found.tenantId,
        contractAgreementId: found.contractAgreementId,
        agreementId: mapping.psaAgreementId,
        subscriptionIds: subscriptionIds.slice(0, customer.subscriptions.length),
      });
    }
    return placed;
  });
}

async function playOctober(
  rig: Rig,
  desk: PrismDesk,
  psa: PsaName,
  placed: Placing[],
  products: PrismProduct[],
): Promise<void> {
  for (const { subscriptions, subscriptionIds } of placed) {
    for (const [i, { product, usage }] of subscriptions.entries()) {
      const { id: productId, name: productName } = products[product] ?? { id: "", name: "" };
      const displayTemplate = usage ? "Azure" : "License";
      const facts = { displayTemplate, billingCycle: "Monthly", status: "Active" } as const;
      await desk.changeSubscription(subscriptionIds[i] ?? "", { productId, productName, ...facts });
    }
  }
  // Two prices of one product on a contract need two services; all plays together make more calls than an hour has.
  const threshold = { limit: 10_000_000, usedElsewhere: 0 };
  await rig.control.settings({ autotask: { allowRepeatService: true, threshold } });
  await desk.invoice(referenceMonths[0], rowsOf(placed, products, 0));
  await rig.run("products");
  await rig.run("customers");
  await openBooks(psa, rig.sandbox.endpoints.control).bill(placed.map(({ agreementId }) => agreementId));
}

async function invoiceNovember(
  rig: Rig,
  desk: PrismDesk,
  psa: PsaName,
  placed: Placing[],
  products: PrismProduct[],
): Promise<void> {
  const [first] = products;
  if (first) await desk.changeProduct(first.id, { price: "21.11", retailPrice: "31.11" });
  await desk.invoice(referenceMonths[1], rowsOf(placed, products, 1));
  await desk.issueNext();
  for (const { subscriptions, subscriptionIds, ended, agreementId } of placed) {
    for (const [i, { status }] of subscriptions.entries()) {
      await desk.changeSubscription(subscriptionIds[i] ?? "", { status });
    }
    const kind = psa === "connectwise" ? "agreements" : "contracts";
    if (ended) await rig.control.edit(psa, kind, agreementId, { endDate: "2026-10-31" });
  }
}

function rowsOf(placed: Placing[], products: PrismProduct[], month: 0 | 1) {
  return placed.flatMap(({ subscriptions, subscriptionIds }) =>
    subscriptions.flatMap(({ product, months }, i) =>
      months[month].map((row) => invoiceRow(subscriptionIds[i] ?? "", products[product]?.name ?? "", row)),
    ),
  );
}
