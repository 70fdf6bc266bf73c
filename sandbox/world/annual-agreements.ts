import type { Calendar } from "./calendar";
import { addDays, addMonths } from "./plain-dates";
import { uuidFrom } from "./random";
import type { World, WorldMapping } from "./seed";

const firstOneTimeId = 4301;
const firstFixedPriceId = 63_001;
const name = "Annual prepaid";

/**
 * Gives customers that pay by the year a place for it, in force for the year of the newest usage month and the next:
 * a one-time agreement in ConnectWise, a fixed-price contract in Autotask.
 */
export function addAnnualAgreements(world: World, calendar: Calendar, customerKeys: string[]): void {
  const startDate = calendar.newest;
  for (const [index, key] of customerKeys.entries()) {
    const mapping = mappingOf(world.mappings, key);
    world.connectwise.agreements.push({
      id: firstOneTimeId + index,
      name,
      companyId: mapping.companyId,
      typeName: "Cloud Services",
      startDate,
      billStartDate: startDate,
      nextInvoiceDate: addMonths(startDate, 1),
      periodType: "Current",
      prorateFlag: false,
      billingCycle: "One Time",
      billOneTime: true,
    });
    mapping.annualAgreementId = firstOneTimeId + index;

    const autotask = mappingOf(world.autotaskMappings, key);
    world.autotask.contracts.push({
      id: firstFixedPriceId + index,
      companyID: autotask.companyId,
      contractName: name,
      contractType: 3,
      status: 1,
      startDate,
      endDate: addDays(addMonths(startDate, 24), -1),
      contractPeriodType: 2,
    });
    autotask.annualAgreementId = firstFixedPriceId + index;
  }
}

function mappingOf(mappings: WorldMapping[], customerKey: string): WorldMapping {
  const mapping = mappings.find((one) => one.tenantId === uuidFrom(`tenant ${customerKey}`));
  if (!mapping) throw new Error(`${customerKey} is not mapped`);
  return mapping;
}
