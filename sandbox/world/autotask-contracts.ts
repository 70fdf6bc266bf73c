import type { Calendar } from "./calendar";
import { startDays } from "./data/autotask";
import type { CustomerRow } from "./data/customers";
import { addDays, addMonths, dayOf, lastDayOf } from "./plain-dates";
import { drawBetween, randomFrom } from "./random";
import type {
  AutotaskCompanySeed,
  AutotaskContractSeed,
  AutotaskContractServiceSeed,
  AutotaskServiceSeed,
} from "./seed";

const firstCloudId = 61_001;
const firstManagedId = 62_001;
const firstSupportId = 64_001;
const firstCloudServiceId = 7001;
const firstManagedServiceId = 7501;
const timeAndMaterials = 1;
const recurringService = 7;
const monthly = 2;

type Given = {
  customers: { customer: CustomerRow; company: AutotaskCompanySeed }[];
  others: AutotaskCompanySeed[];
  services: AutotaskServiceSeed[];
  calendar: Calendar;
};

type Group = { contracts: AutotaskContractSeed[]; contractServices: AutotaskContractServiceSeed[] };

export function autotaskContracts(given: Given): Group & { contractIdOf: Map<string, number> } {
  const cloud = cloudContracts(given);
  const managed = managedContracts(given);
  return {
    contracts: [...cloud.contracts, ...managed.contracts, ...supportContracts(given)],
    contractServices: [...cloud.contractServices, ...managed.contractServices],
    contractIdOf: cloud.contractIdOf,
  };
}

/**
 * One recurring-service contract per customer, in force for a year beyond the newest usage month and posted through
 * the last period that ends before it. Every fifth carries nothing yet, so that nothing of it could be posted.
 */
function cloudContracts({ customers, services, calendar }: Given) {
  const contracts: AutotaskContractSeed[] = [];
  const contractServices: AutotaskContractServiceSeed[] = [];
  const contractIdOf = new Map<string, number>();
  for (const [index, { customer, company }] of customers.entries()) {
    const random = randomFrom(`cloud contract of ${customer.key}`);
    const day = startDays[customer.key] ?? 1;
    const startDate = dayOf(addMonths(calendar.newest, -drawBetween(random, 4, 9)), day);
    const contract: AutotaskContractSeed = {
      id: firstCloudId + index,
      companyID: company.id,
      contractName: "Cloud subscriptions",
      ...(index % 3 !== 2 && { contractNumber: `CLOUD-${company.companyNumber}` }),
      contractType: recurringService,
      status: 1,
      startDate,
      endDate: addDays(dayOf(addMonths(startDate, 24), day), -1),
      contractPeriodType: monthly,
    };
    contractIdOf.set(customer.key, contract.id);
    if (index % 5 === 0) {
      contracts.push(contract);
      continue;
    }
    contracts.push({ ...contract, postedThrough: lastPeriodEndBefore(calendar.newest, day) });
    const first = firstCloudServiceId + index * 10;
    contractServices.push(heldOf(first, contract, "MS-NETWORK", 1, services));
    if (index % 4 === 1)
      contractServices.push(heldOf(first + 1, contract, "BACKUP-MAILBOX", customer.seats, services));
  }
  return { contracts, contractServices, contractIdOf };
}

/** Periods start on `day` of each month. */
function lastPeriodEndBefore(month: string, day: number): string {
  return addDays(dayOf(day === 1 ? month : addMonths(month, -1), day), -1);
}

/** Managed services, posted in advance: they have nothing to do with PRISM and must be left alone. */
function managedContracts({ customers, others, services, calendar }: Given): Group {
  const served = [
    ...customers
      .filter((_, index) => index % 3 === 0)
      .map(({ customer, company }) => ({ company, seats: customer.seats })),
    ...others
      .filter((company, index) => company.isActive && index % 3 === 0)
      .map((company) => ({ company, seats: 12 })),
  ];
  const contracts = served.map(({ company }, index): AutotaskContractSeed => {
    const random = randomFrom(`managed contract of ${company.companyName}`);
    const startDate = addMonths(calendar.newest, -drawBetween(random, 3, 6));
    return {
      id: firstManagedId + index,
      companyID: company.id,
      contractName: "Managed services",
      contractType: recurringService,
      status: 1,
      startDate,
      endDate: addDays(addMonths(startDate, 18), -1),
      contractPeriodType: monthly,
      postedThrough: lastDayOf(addMonths(calendar.newest, 1)),
    };
  });
  const contractServices = contracts.flatMap((contract, index) => {
    const first = firstManagedServiceId + index * 10;
    const seats = served[index]?.seats ?? 1;
    return [
      heldOf(first, contract, "MS-WORKSTATION", seats, services),
      heldOf(first + 1, contract, "EDR-ENDPOINT", seats, services),
    ];
  });
  return { contracts, contractServices };
}

/** Work by the hour: contracts that take no services. */
function supportContracts({ others, calendar }: Given): AutotaskContractSeed[] {
  return others
    .filter((company, index) => company.isActive && index % 5 === 1)
    .map((company, index) => ({
      id: firstSupportId + index,
      companyID: company.id,
      contractName: "Ad hoc support",
      contractType: timeAndMaterials,
      status: 1,
      startDate: addMonths(calendar.newest, -24),
      endDate: addDays(addMonths(calendar.newest, 24), -1),
      contractPeriodType: monthly,
    }));
}

/** A service of another tool, at its own price since the contract's first day. */
function heldOf(
  id: number,
  contract: AutotaskContractSeed,
  sku: string,
  units: number,
  services: AutotaskServiceSeed[],
): AutotaskContractServiceSeed {
  const service = services.find((one) => one.sku === sku);
  if (!service) throw new Error(`There is no service ${sku}`);
  return { id, contractID: contract.id, serviceID: service.id, units, startDate: contract.startDate };
}
