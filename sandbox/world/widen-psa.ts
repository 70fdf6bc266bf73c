import type { Calendar } from "./calendar";
import { tenantText } from "./data/agreements";
import { acronisCustomers, onSharedAgreement } from "./data/wide";
import { addDays, addMonths } from "./plain-dates";
import { uuidFrom } from "./random";
import type { World, WorldMapping } from "./seed";

const firstAgreementId = 4401;
const firstContractId = 65_001;
const name = "Backup and protection";
const newZealandDollar = 2;

/** The second program's agreements and contracts; one company in Autotask is invoiced in New Zealand dollars. */
export function widenPsa(world: World, calendar: Calendar): void {
  const startDate = addMonths(calendar.newest, -6);
  for (const [index, key] of acronisCustomers.entries()) {
    const mapping = secondMapping(world.mappings, key);
    const autotask = secondMapping(world.autotaskMappings, key);
    world.mappings.push(mapping);
    world.autotaskMappings.push(autotask);
    if (onSharedAgreement.has(key)) continue;
    mapping.agreementId = firstAgreementId + index;
    world.connectwise.agreements.push({
      id: mapping.agreementId,
      name,
      companyId: mapping.companyId,
      typeName: "Cloud Services",
      startDate,
      billStartDate: startDate,
      nextInvoiceDate: addMonths(calendar.newest, 1),
      periodType: "Current",
      prorateFlag: true,
    });
    autotask.agreementId = firstContractId + index;
    world.autotask.contracts.push({
      id: autotask.agreementId,
      companyID: autotask.companyId,
      contractName: name,
      contractType: 7,
      status: 1,
      startDate,
      endDate: addDays(addMonths(startDate, 24), -1),
      contractPeriodType: 2,
    });
  }
  const kauri = world.autotaskMappings.find((one) => one.tenantId === uuidFrom(tenantText("kauricoast")));
  for (const company of world.autotask.companies)
    if (company.id === kauri?.companyId) company.currencyID = newZealandDollar;
}

/** The customer's tenant of the second program, on the agreement of the first. */
function secondMapping(mappings: WorldMapping[], customerKey: string): WorldMapping {
  const first = mappings.find((one) => one.tenantId === uuidFrom(tenantText(customerKey)));
  if (!first) throw new Error(`${customerKey} is not mapped`);
  const { companyId, agreementId } = first;
  return { tenantId: uuidFrom(tenantText(customerKey, "acronis")), companyId, agreementId };
}
