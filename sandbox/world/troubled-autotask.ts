import { autotaskCompany } from "./autotask-seed";
import type { Calendar } from "./calendar";
import { dayOf, lastDayOf } from "./plain-dates";
import { uuidFrom } from "./random";
import type { AutotaskContractSeed, World } from "./seed";

const firstTroubledId = 9801;
const timeAndMaterials = 1;

/** Whose newest usage month is posted already: their contracts carry a service of another tool. */
const postedAhead = ["vantage", "riverbend", "cobalt"];

/** Puts into Autotask what stands in a sync's way; run it after ConnectWise's side of the trouble. */
export function troubleAutotask(world: World, calendar: Calendar): void {
  contractOf(world, "silverline").endDate = dayOf(calendar.newest, 20);
  const penrose = contractOf(world, "penrose");
  penrose.contractType = timeAndMaterials;
  penrose.postedThrough = undefined;
  world.autotask.contractServices = world.autotask.contractServices.filter(
    (one) => one.contractID !== penrose.id,
  );
  for (const key of postedAhead) contractOf(world, key).postedThrough = lastDayOf(calendar.newest);
  leaveUnitsOfAnotherTool(world);
  const known = new Set(world.autotask.companies.map((company) => company.id));
  const twins = world.connectwise.companies.map(autotaskCompany).filter((company) => !known.has(company.id));
  world.autotask.companies.push(...twins);
  const { companyID } = contractOf(world, "harvesttable");
  for (const company of world.autotask.companies) if (company.id === companyID) company.isActive = false;
}

function contractOf(world: World, customerKey: string): AutotaskContractSeed {
  const tenantId = uuidFrom(`tenant ${customerKey}`);
  const mapping = world.autotaskMappings.find((one) => one.tenantId === tenantId);
  const contract = world.autotask.contracts.find((one) => one.id === mapping?.agreementId);
  if (!contract) throw new Error(`${customerKey} has no contract`);
  return contract;
}

/** Ironbark's licences were carried over by another tool once: one line bears its reference, one bears none. */
function leaveUnitsOfAnotherTool(world: World): void {
  const customer = world.prism.customers.find((one) => one.tenantId === uuidFrom("tenant ironbark"));
  const contract = contractOf(world, "ironbark");
  const skus = new Map(world.prism.products.map((product) => [product.productId, product.sku]));
  const held = (customer?.subscriptions ?? []).flatMap((subscription) => {
    const service = world.autotask.services.find((one) => one.sku === skus.get(subscription.productId));
    const invoiced = subscription.status === "Active" && subscription.firstPurchased < world.newestUsageMonth;
    return service && invoiced ? [{ subscription, service }] : [];
  });
  for (const [index, { subscription, service }] of held.slice(0, 2).entries()) {
    world.autotask.contractServices.push({
      id: firstTroubledId + index,
      contractID: contract.id,
      serviceID: service.id,
      units: subscription.quantity,
      startDate: contract.startDate,
      ...(index === 0 ? { internalDescription: "CLOUDBILL-204417" } : {}),
    });
  }
}
