import type { Calendar } from "./calendar";
import { type AgreementKey, agreementKeys, agreementOf, tenantText } from "./data/agreements";
import type { CustomerRow } from "./data/customers";
import { productRows } from "./data/products";
import { type Holding, linesOf, standsOn } from "./holding";
import { addMonths, lastDayOf } from "./plain-dates";
import { productFrom, tieredPremium } from "./prism-products";
import { drawBetween, randomFrom, uuidFrom } from "./random";
import type {
  PrismCustomerSeed,
  PrismInvoiceSeed,
  PrismMonthSeed,
  PrismSeed,
  PrismSubscriptionSeed,
} from "./seed";

/**
 * PRISM's side of the world: what each customer holds and the invoices that follow from it, one for each contract
 * agreement that a customer is under. A customer of two programs is given once for each.
 */
export function prismSeed(customers: CustomerRow[], holdings: Holding[], calendar: Calendar): PrismSeed {
  const parts = agreementKeys.flatMap((key) => {
    const under = customers.filter((customer) => (customer.agreement ?? "csp") === key);
    return under.length === 0
      ? []
      : [{ key, agreement: agreementOf(key), tenants: tenantsOf(under, holdings) }];
  });
  return {
    partnerName: "Saltbush IT",
    currency: "AUD",
    contractAgreements: parts.map(({ agreement }) => agreement),
    customers: [
      ...parts.flatMap(({ key, tenants }) =>
        tenants.map((tenant) => customerFrom(tenant.customer, tenant.holdings, calendar.newest, key)),
      ),
      deactivatedCustomer(),
    ],
    products: [...productRows.map((row) => productFrom(row, calendar)), tieredPremium],
    months: calendar.months.map((month) => ({
      usageMonth: month,
      issued: month <= calendar.newest,
      invoices: parts.map(({ agreement, tenants }) =>
        invoiceFrom(
          month,
          agreement.id,
          tenants.flatMap((tenant) => tenant.holdings),
        ),
      ),
      subscriptionChanges: parts.flatMap(({ tenants }) =>
        tenants.flatMap((tenant) => changesIn(month, tenant.holdings)),
      ),
    })),
    azureUsage: [],
  };
}

/** Each customer with its holdings of the program, by product name. */
function tenantsOf(customers: CustomerRow[], holdings: Holding[]) {
  return customers.map((customer) => {
    const program = customer.agreement === "acronis" ? "acronis" : undefined;
    return {
      customer,
      holdings: holdings
        .filter((holding) => holding.customerKey === customer.key && holding.product.program === program)
        .sort((one, other) => (one.product.name < other.product.name ? -1 : 1)),
    };
  });
}

/** Eleven digits, as an Australian business number has. */
export function registrationNumberOf(customerKey: string): string {
  const random = randomFrom(`registration of ${customerKey}`);
  return Array.from({ length: 11 }, (_, index) => drawBetween(random, index === 0 ? 1 : 0, 9)).join("");
}

function customerFrom(
  row: CustomerRow,
  holdings: Holding[],
  newest: string,
  key: AgreementKey = "csp",
): PrismCustomerSeed {
  return {
    customerId: uuidFrom(`customer ${row.key}`),
    crmAccountId: `A${drawBetween(randomFrom(`account of ${row.key}`), 10000, 99999)}`,
    name: row.name,
    registrationNumber: registrationNumberOf(row.key),
    webUrl: `https://www.${row.key}.example`,
    email: `accounts@${row.key}.example`,
    isActive: true,
    tenantId: uuidFrom(tenantText(row.key, key)),
    tenantDomain: key === "acronis" ? `${row.key}.cyber.example` : `${row.key}.onmicrosoft.com`,
    contractAgreementId: agreementOf(key).id,
    subscriptions: holdings.map((holding) => subscriptionFrom(holding, newest)),
  };
}

/** Left long ago; PRISM names it only when deactivated customers are asked for. */
function deactivatedCustomer(): PrismCustomerSeed {
  const row: CustomerRow = { key: "oldmill", name: "Old Mill Bakehouse", kit: "micro", seats: 5 };
  return { ...customerFrom(row, [], ""), isActive: false };
}

function subscriptionFrom(holding: Holding, newest: string): PrismSubscriptionSeed {
  const { status, quantity } = stateAt(holding, lastDayOf(newest));
  return {
    subscriptionId: holding.subscriptionId,
    productId: uuidFrom(`product ${holding.product.key}`),
    productName: holding.product.name,
    status,
    quantity,
    firstPurchased: holding.steps[0]?.from ?? newest,
    displayTemplate: "License",
    unit: "Licenses",
    billingCycle: holding.product.term === "P1Y:A" ? "Annual" : "Monthly",
  };
}

function stateAt(holding: Holding, date: string): Pick<PrismSubscriptionSeed, "status" | "quantity"> {
  const step = standsOn(holding, date) ?? holding.steps[0];
  const ended = holding.lastDay !== null && holding.lastDay <= date;
  return { status: ended ? "Deleted" : "Active", quantity: step?.quantity ?? 0 };
}

function invoiceFrom(month: string, agreementId: string, holdings: Holding[]): PrismInvoiceSeed {
  return {
    invoiceId: uuidFrom(`invoice ${agreementId} ${month}`),
    contractAgreementId: agreementId,
    periodStart: month,
    periodEnd: lastDayOf(month),
    lines: holdings.flatMap((holding) => linesOf(holding, month).reverse()),
  };
}

function changesIn(month: string, holdings: Holding[]): PrismMonthSeed["subscriptionChanges"] {
  return holdings.flatMap((holding) => {
    const before = stateAt(holding, lastDayOf(addMonths(month, -1)));
    const after = stateAt(holding, lastDayOf(month));
    const same = before.status === after.status && before.quantity === after.quantity;
    return same ? [] : [{ subscriptionId: holding.subscriptionId, ...after }];
  });
}
