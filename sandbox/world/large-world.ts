import { lineFrom } from "./amounts";
import { calendarAround } from "./calendar";
import { agreementOf } from "./data/agreements";
import { billingCodes, currencies } from "./data/autotask";
import { type ProductRow, productRows, skuOf } from "./data/products";
import { addDays, addMonths, lastDayOf } from "./plain-dates";
import { productFrom } from "./prism-products";
import { uuidFrom } from "./random";
import type {
  AutotaskContractSeed,
  ConnectWiseAgreementSeed,
  PrismCustomerSeed,
  PrismInvoiceLineSeed,
  World,
  WorldMapping,
} from "./seed";

/** How many lines of the invoice each customer has. */
export const linesPerCustomer = 10;

const firstCompanyId = 100_001;
const firstAgreementId = 200_001;
const firstItemId = 501;
const monthlyBilled = 2;
const products = productRows.filter((row) => row.term === "P1Y:M").slice(0, 20);

/** One customer with what it holds, and where a clerk would bill it. The n-th is always the same. */
function customerAt(index: number, month: string) {
  const agreement = agreementOf("csp");
  const name = `Customer ${String(index + 1).padStart(6, "0")}`;
  const holdings = Array.from({ length: linesPerCustomer }, (_, slot) => {
    const product = products[(index + slot) % products.length];
    if (!product) throw new Error("There are no products.");
    const subscriptionId = uuidFrom(`large subscription ${index} ${slot}`);
    return { subscriptionId, product, quantity: 1 + ((index * 7 + slot * 3) % 40) };
  });
  const customer: PrismCustomerSeed = {
    customerId: uuidFrom(`large customer ${index}`),
    crmAccountId: `A${firstCompanyId + index}`,
    name,
    registrationNumber: String(10_000_000_000 + index),
    webUrl: `https://www.customer-${index + 1}.example`,
    email: `accounts@customer-${index + 1}.example`,
    isActive: true,
    tenantId: uuidFrom(`large tenant ${index}`),
    tenantDomain: `customer-${index + 1}.onmicrosoft.com`,
    contractAgreementId: agreement.id,
    subscriptions: holdings.map(({ subscriptionId, product, quantity }) => ({
      subscriptionId,
      productId: uuidFrom(`product ${product.key}`),
      productName: product.name,
      status: "Active",
      quantity,
      firstPurchased: month,
      displayTemplate: "License",
      unit: "Licenses",
      billingCycle: "Monthly",
    })),
  };
  const lines = holdings.map(
    ({ subscriptionId, product, quantity }): PrismInvoiceLineSeed =>
      lineFrom({
        subscriptionId,
        offerName: product.name,
        chargeStart: month,
        chargeEnd: lastDayOf(month),
        unitPrice: product.price,
        unitPriceRrp: product.retailPrice,
        quantity: String(quantity),
      }),
  );
  const mapping: WorldMapping = {
    tenantId: customer.tenantId,
    companyId: firstCompanyId + index,
    agreementId: firstAgreementId + index,
  };
  return { customer, lines, mapping };
}

/**
 * A world of so many invoice lines for measuring: ten lines for each customer, each customer with an agreement of its own
 * that carries nothing yet, and every product in the PSA already. One month is invoiced and there is no further one.
 */
export function largeWorld(lines: number, newestUsageMonth: string): World {
  const calendar = calendarAround(newestUsageMonth);
  const agreement = agreementOf("csp");
  const customers = Array.from({ length: Math.ceil(lines / linesPerCustomer) }, (_, index) =>
    customerAt(index, newestUsageMonth),
  );
  const mappings = customers.map(({ mapping }) => mapping);
  return {
    scenario: "clean",
    newestUsageMonth,
    prism: {
      partnerName: "Saltbush IT",
      currency: "AUD",
      contractAgreements: [agreement],
      customers: customers.map(({ customer }) => customer),
      products: products.map((row) => productFrom(row, calendar)),
      months: [
        {
          usageMonth: newestUsageMonth,
          issued: true,
          invoices: [
            {
              invoiceId: uuidFrom(`large invoice ${newestUsageMonth}`),
              contractAgreementId: agreement.id,
              periodStart: newestUsageMonth,
              periodEnd: lastDayOf(newestUsageMonth),
              lines: customers.flatMap((one) => one.lines),
            },
          ],
          subscriptionChanges: [],
        },
      ],
      azureUsage: [],
    },
    connectwise: connectWiseSide(customers, newestUsageMonth),
    autotask: autotaskSide(customers, newestUsageMonth),
    mappings,
    autotaskMappings: mappings,
  };
}

type Generated = ReturnType<typeof customerAt>;

function connectWiseSide(customers: Generated[], month: string): World["connectwise"] {
  return {
    site: { companyId: "saltbush", companyName: "Saltbush IT Pty Ltd", currency: "AUD" },
    companies: customers.map(({ customer, mapping }) => ({
      id: mapping.companyId,
      identifier: customer.name.replace(" ", ""),
      name: customer.name,
      website: customer.webUrl,
      accountNumber: String(mapping.companyId),
      taxIdentifier: customer.registrationNumber,
      inactive: false,
    })),
    agreements: customers.map(
      ({ mapping }): ConnectWiseAgreementSeed => ({
        id: mapping.agreementId,
        name: "Cloud Subscriptions",
        companyId: mapping.companyId,
        typeName: "Cloud Services",
        startDate: addMonths(month, -24),
        billStartDate: addMonths(month, -24),
        nextInvoiceDate: addMonths(month, 1),
        periodType: "Current",
        prorateFlag: true,
      }),
    ),
    catalog: products.map((row, index) => ({ ...itemOf(row, index), productClass: "Agreement" as const })),
    additions: [],
  };
}

function itemOf(row: ProductRow, index: number) {
  return {
    id: firstItemId + index,
    identifier: `ITEM-${row.key.toUpperCase()}`,
    description: row.name,
    vendorSku: skuOf(row),
    price: row.retailPrice,
    cost: row.price,
  };
}

function autotaskSide(customers: Generated[], month: string): World["autotask"] {
  return {
    currencies,
    billingCodes,
    companies: customers.map(({ customer, mapping }) => ({
      id: mapping.companyId,
      companyName: customer.name,
      companyNumber: String(mapping.companyId),
      companyType: 1,
      phone: "07 5550 0000",
      webAddress: customer.webUrl,
      taxID: customer.registrationNumber,
      isActive: true,
      currencyID: 1,
    })),
    services: products.map((row, index) => ({
      id: firstItemId + index,
      name: `${row.name} PC_${skuOf(row)}`,
      sku: skuOf(row),
      periodType: monthlyBilled,
      unitPrice: row.retailPrice,
      unitCost: row.price,
      billingCodeID: 501,
      isActive: true,
    })),
    contracts: customers.map(
      ({ mapping }): AutotaskContractSeed => ({
        id: mapping.agreementId,
        companyID: mapping.companyId,
        contractName: "Cloud subscriptions",
        contractType: 7,
        status: 1,
        startDate: month,
        endDate: addDays(addMonths(month, 12), -1),
        contractPeriodType: monthlyBilled,
      }),
    ),
    contractServices: [],
  };
}
