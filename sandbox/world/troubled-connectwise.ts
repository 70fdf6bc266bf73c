import type { Calendar } from "./calendar";
import { companyFor } from "./connectwise-seed";
import { customerRows } from "./data/customers";
import { addMonths, dayOf } from "./plain-dates";
import { uuidFrom } from "./random";
import type { ConnectWiseAgreementSeed, World } from "./seed";

const firstTroubledId = 9001;

/** Puts into the PSA what stands in a sync's way. */
export function troubleConnectWise(world: World, calendar: Calendar): void {
  agreementOf(world, "silverline").endDate = dayOf(calendar.newest, 20);
  agreementOf(world, "penrose").prorateFlag = false;
  agreementOf(world, "vantage").nextInvoiceDate = addMonths(calendar.newest, 1);
  leaveLinesOfAnotherTool(world);
  addInactiveTwin(world);
}

function agreementOf(world: World, customerKey: string): ConnectWiseAgreementSeed {
  const tenantId = uuidFrom(`tenant ${customerKey}`);
  const mapping = world.mappings.find((one) => one.tenantId === tenantId);
  const agreement = world.connectwise.agreements.find((one) => one.id === mapping?.agreementId);
  if (!agreement) throw new Error(`${customerKey} has no agreement`);
  return agreement;
}

/** Ironbark's licences were carried over by another tool once: one line bears its reference, one bears none. */
function leaveLinesOfAnotherTool(world: World): void {
  const customer = world.prism.customers.find((one) => one.tenantId === uuidFrom("tenant ironbark"));
  const agreement = agreementOf(world, "ironbark");
  const skus = new Map(world.prism.products.map((product) => [product.productId, product.sku]));
  const invoiced = (customer?.subscriptions ?? []).filter(
    (subscription) =>
      subscription.status === "Active" && subscription.firstPurchased < world.newestUsageMonth,
  );
  const held = invoiced.flatMap((subscription) => {
    const sku = skus.get(subscription.productId);
    const item = world.connectwise.catalog.find(
      (one) => one.vendorSku !== undefined && one.vendorSku === sku,
    );
    return item ? [{ subscription, item }] : [];
  });
  for (const [index, { subscription, item }] of held.slice(0, 2).entries()) {
    world.connectwise.additions.push({
      id: firstTroubledId + index,
      agreementId: agreement.id,
      catalogId: item.id,
      quantity: subscription.quantity,
      unitPrice: item.price,
      unitCost: item.cost,
      effectiveDate: agreement.startDate,
      ...(index === 0 ? { serialNumber: "CLOUDBILL-204417" } : {}),
    });
  }
}

/** A company of a customer's name that was given up when the customer was entered anew. */
function addInactiveTwin(world: World): void {
  const row = customerRows.find((customer) => customer.key === "oakhurst");
  if (!row) return;
  const twin = companyFor({ ...row, psaLacks: "both" }, firstTroubledId);
  world.connectwise.companies.push({
    ...twin,
    identifier: `${twin.identifier.slice(0, 21)}Old`,
    inactive: true,
  });
}
