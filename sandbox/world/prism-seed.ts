import type { Calendar } from "./calendar";
import type { CustomerRow } from "./data/customers";
import { productRows } from "./data/products";
import { type Holding, linesOf, standsOn } from "./holding";
import { addMonths, lastDayOf } from "./plain-dates";
import { productFrom, tieredPremium } from "./prism-products";
import { drawBetween, randomFrom, uuidFrom } from "./random";
import type { PrismCustomerSeed, PrismMonthSeed, PrismSeed, PrismSubscriptionSeed } from "./seed";

const contractAgreement = {
  id: uuidFrom("contract agreement Microsoft CSP"),
  programId: uuidFrom("program Microsoft CSP Indirect"),
  programName: "Microsoft CSP Indirect",
  programReferenceLabel: "Microsoft CSP",
};

/** PRISM's side of the world: what each customer holds and the invoices that follow from it. */
export function prismSeed(customers: CustomerRow[], holdings: Holding[], calendar: Calendar): PrismSeed {
  const inOrder = customers.flatMap((customer) =>
    holdings
      .filter((holding) => holding.customerKey === customer.key)
      .sort((one, other) => (one.product.name < other.product.name ? -1 : 1)),
  );
  return {
    partnerName: "Saltbush IT",
    currency: "AUD",
    contractAgreements: [contractAgreement],
    customers: [
      ...customers.map((customer) =>
        customerFrom(
          customer,
          inOrder.filter((holding) => holding.customerKey === customer.key),
          calendar.newest,
        ),
      ),
      deactivatedCustomer(),
    ],
    products: [...productRows.map((row) => productFrom(row, calendar)), tieredPremium],
    months: calendar.months.map((month) => monthFrom(month, inOrder, calendar)),
    azureUsage: [],
  };
}

/** Eleven digits, as an Australian business number has. */
export function registrationNumberOf(customerKey: string): string {
  const random = randomFrom(`registration of ${customerKey}`);
  return Array.from({ length: 11 }, (_, index) => drawBetween(random, index === 0 ? 1 : 0, 9)).join("");
}

function customerFrom(row: CustomerRow, holdings: Holding[], newest: string): PrismCustomerSeed {
  return {
    customerId: uuidFrom(`customer ${row.key}`),
    crmAccountId: `A${drawBetween(randomFrom(`account of ${row.key}`), 10000, 99999)}`,
    name: row.name,
    registrationNumber: registrationNumberOf(row.key),
    webUrl: `https://www.${row.key}.example`,
    email: `accounts@${row.key}.example`,
    isActive: true,
    tenantId: uuidFrom(`tenant ${row.key}`),
    tenantDomain: `${row.key}.onmicrosoft.com`,
    contractAgreementId: contractAgreement.id,
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

function monthFrom(month: string, holdings: Holding[], calendar: Calendar): PrismMonthSeed {
  return {
    usageMonth: month,
    issued: month <= calendar.newest,
    invoices: [
      {
        invoiceId: uuidFrom(`invoice ${contractAgreement.id} ${month}`),
        contractAgreementId: contractAgreement.id,
        periodStart: month,
        periodEnd: lastDayOf(month),
        lines: holdings.flatMap((holding) => linesOf(holding, month).reverse()),
      },
    ],
    subscriptionChanges: holdings.flatMap((holding) => {
      const before = stateAt(holding, lastDayOf(addMonths(month, -1)));
      const after = stateAt(holding, lastDayOf(month));
      const same = before.status === after.status && before.quantity === after.quantity;
      return same ? [] : [{ subscriptionId: holding.subscriptionId, ...after }];
    }),
  };
}
