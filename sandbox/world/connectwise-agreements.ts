import type { Calendar } from "./calendar";
import type { CustomerRow } from "./data/customers";
import { addMonths } from "./plain-dates";
import { drawBetween, randomFrom } from "./random";
import type {
  ConnectWiseAdditionSeed,
  ConnectWiseAgreementSeed,
  ConnectWiseCatalogSeed,
  ConnectWiseCompanySeed,
} from "./seed";

const firstCloudId = 4001;
const firstManagedId = 4201;
const firstCloudAdditionId = 7001;
const firstManagedAdditionId = 8001;

const cloudNames = ["Microsoft CSP", "Cloud Subscriptions", "Microsoft Cloud Licensing"];

export type CustomerCompany = { customer: CustomerRow; company: ConnectWiseCompanySeed };

type Group = { agreements: ConnectWiseAgreementSeed[]; additions: ConnectWiseAdditionSeed[] };

/**
 * One agreement per customer for its subscriptions. Whether in arrears or in advance, the newest usage month is
 * the next to be billed: those in advance wait until the distributor's bill is in.
 */
export function billingAgreements(
  pairs: CustomerCompany[],
  catalog: ConnectWiseCatalogSeed[],
  calendar: Calendar,
): Group & { agreementIdOf: Map<string, number> } {
  const agreements: ConnectWiseAgreementSeed[] = [];
  const additions: ConnectWiseAdditionSeed[] = [];
  const agreementIdOf = new Map<string, number>();
  for (const [index, { customer, company }] of pairs.entries()) {
    const random = randomFrom(`cloud agreement of ${customer.key}`);
    const startDate = addMonths(calendar.newest, -drawBetween(random, 14, 44));
    const agreement: ConnectWiseAgreementSeed = {
      id: firstCloudId + index,
      name: cloudNames[drawBetween(random, 0, cloudNames.length - 1)] ?? "Microsoft CSP",
      companyId: company.id,
      typeName: "Cloud Services",
      startDate,
      billStartDate: startDate,
      nextInvoiceDate: customer.inAdvance ? calendar.newest : addMonths(calendar.newest, 1),
      periodType: customer.inAdvance ? "Future" : "Current",
      prorateFlag: true,
    };
    agreements.push(agreement);
    agreementIdOf.set(customer.key, agreement.id);
    if (index % 4 === 1) {
      additions.push(
        additionOf(firstCloudAdditionId + index, agreement, "BACKUP-MAILBOX", customer.seats, catalog),
      );
    }
  }
  return { agreements, additions, agreementIdOf };
}

/** Managed services, billed in advance: they have nothing to do with PRISM and must be left alone. */
export function managedAgreements(
  pairs: CustomerCompany[],
  others: ConnectWiseCompanySeed[],
  catalog: ConnectWiseCatalogSeed[],
  calendar: Calendar,
): Group {
  const served = [
    ...pairs
      .filter((_, index) => index % 3 === 0)
      .map((pair) => ({ company: pair.company, seats: pair.customer.seats })),
    ...others
      .filter((company, index) => !company.inactive && index % 3 === 0)
      .map((company) => ({ company, seats: 12 })),
  ];
  const agreements: ConnectWiseAgreementSeed[] = [];
  const additions: ConnectWiseAdditionSeed[] = [];
  for (const [index, { company, seats }] of served.entries()) {
    const random = randomFrom(`managed agreement of ${company.identifier}`);
    const startDate = addMonths(calendar.newest, -drawBetween(random, 6, 50));
    const agreement: ConnectWiseAgreementSeed = {
      id: firstManagedId + index,
      name: "Managed Services",
      companyId: company.id,
      typeName: "Managed Services",
      startDate,
      billStartDate: startDate,
      nextInvoiceDate: addMonths(calendar.newest, 2),
      periodType: "Future",
      prorateFlag: true,
    };
    agreements.push(agreement);
    const first = firstManagedAdditionId + index * 10;
    additions.push(additionOf(first, agreement, "MS-WORKSTATION", seats, catalog));
    additions.push(additionOf(first + 1, agreement, "EDR-ENDPOINT", seats, catalog));
    if (seats > 20) additions.push(additionOf(first + 2, agreement, "MS-SERVER", 2, catalog));
  }
  return { agreements, additions };
}

/** An addition at the item's own price, open from the agreement's first day. */
function additionOf(
  id: number,
  agreement: ConnectWiseAgreementSeed,
  identifier: string,
  quantity: number,
  catalog: ConnectWiseCatalogSeed[],
): ConnectWiseAdditionSeed {
  const item = catalog.find((entry) => entry.identifier === identifier);
  if (!item) throw new Error(`The catalog has no item ${identifier}`);
  return {
    id,
    agreementId: agreement.id,
    catalogId: item.id,
    quantity,
    unitPrice: item.price,
    unitCost: item.cost,
    effectiveDate: agreement.startDate,
  };
}
