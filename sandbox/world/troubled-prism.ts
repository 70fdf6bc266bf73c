import { amountOf, lineFrom, sumOf } from "./amounts";
import { azureUsageOf } from "./azure-usage";
import type { Calendar } from "./calendar";
import { productByKey, troubledProductRows } from "./data/products";
import { addDays, addMonths, lastDayOf } from "./plain-dates";
import { productFrom } from "./prism-products";
import { uuidFrom } from "./random";
import type { PrismInvoiceLineSeed, PrismSeed, PrismSubscriptionSeed } from "./seed";

const retailMarkup = "1.15";

/** Adds to PRISM's side what an ordinary invoice lacks: a credit, a trial, an annual payment, Azure usage. */
export function troublePrism(prism: PrismSeed, calendar: Calendar): void {
  const { delisted, trial, azure } = troubledProductRows;
  prism.products.push(
    { ...productFrom(delisted, calendar), listed: false },
    { ...productFrom(trial, calendar), isTrial: true },
    { ...productFrom(azure, calendar), unit: "Usage-based" },
  );
  addTrial(prism, calendar);
  addAnnual(prism, calendar);
  addAzure(prism, calendar);
  addCredit(prism, calendar);
}

/** Runs in the newest usage month and is over a month later. */
function addTrial(prism: PrismSeed, calendar: Calendar): void {
  const subscription = subscriptionOf("paperbark", "copilot-trial", 10, calendar.newest);
  addSubscription(prism, "paperbark", subscription);
  addLine(prism, calendar.newest, wholeMonthLine(subscription, calendar.newest, "0.00", "0.00"));
  const { subscriptionId, quantity } = subscription;
  prism.months
    .find((month) => month.usageMonth === addMonths(calendar.newest, 1))
    ?.subscriptionChanges.push({ subscriptionId, status: "Deleted", quantity });
}

/** Paid once for the year that begins with the newest usage month. */
function addAnnual(prism: PrismSeed, calendar: Calendar): void {
  const subscription = subscriptionOf("brightwater", "premium-year", 3, calendar.newest);
  addSubscription(prism, "brightwater", { ...subscription, billingCycle: "Annual" });
  const { price, retailPrice } = productByKey("premium-year");
  const line = wholeMonthLine(subscription, calendar.newest, price, retailPrice);
  addLine(prism, calendar.newest, { ...line, chargeEnd: addDays(addMonths(calendar.newest, 12), -1) });
}

function addAzure(prism: PrismSeed, calendar: Calendar): void {
  const first = calendar.months[0] ?? calendar.newest;
  const subscription: PrismSubscriptionSeed = {
    ...subscriptionOf("stonefruit", "azure", 1, addMonths(first, -7)),
    displayTemplate: "Azure",
    unit: "Usage-based",
  };
  addSubscription(prism, "stonefruit", subscription);
  for (const month of calendar.months) {
    const usage = azureUsageOf(subscription.subscriptionId, month);
    prism.azureUsage.push(...usage);
    const cost = sumOf(usage.map((one) => one.cost));
    const retail = amountOf("1", cost, retailMarkup);
    addLine(prism, month, wholeMonthLine(subscription, month, cost, retail));
  }
}

/** An adjustment belongs to no subscription. */
function addCredit(prism: PrismSeed, calendar: Calendar): void {
  const credit = lineFrom({
    subscriptionId: "",
    offerName: "Credit: Microsoft 365 Business Standard, seats billed twice in an earlier month",
    chargeStart: calendar.newest,
    chargeEnd: lastDayOf(calendar.newest),
    unitPrice: "-47.73",
    unitPriceRrp: "-58.50",
    quantity: "1",
  });
  addLine(prism, calendar.newest, credit);
}

function subscriptionOf(
  customer: string,
  productKey: string,
  quantity: number,
  firstPurchased: string,
): PrismSubscriptionSeed {
  return {
    subscriptionId: uuidFrom(`subscription ${customer}/${productKey}`),
    productId: uuidFrom(`product ${productKey}`),
    productName: productByKey(productKey).name,
    status: "Active",
    quantity,
    firstPurchased,
    displayTemplate: "License",
    unit: "Licenses",
    billingCycle: "Monthly",
  };
}

function wholeMonthLine(
  subscription: PrismSubscriptionSeed,
  month: string,
  unitPrice: string,
  unitPriceRrp: string,
): PrismInvoiceLineSeed {
  return lineFrom({
    subscriptionId: subscription.subscriptionId,
    offerName: subscription.productName,
    chargeStart: month,
    chargeEnd: lastDayOf(month),
    unitPrice,
    unitPriceRrp,
    quantity: String(subscription.quantity),
  });
}

function addSubscription(prism: PrismSeed, customerKey: string, subscription: PrismSubscriptionSeed): void {
  const tenantId = uuidFrom(`tenant ${customerKey}`);
  prism.customers.find((customer) => customer.tenantId === tenantId)?.subscriptions.push(subscription);
}

function addLine(prism: PrismSeed, month: string, line: PrismInvoiceLineSeed): void {
  prism.months.find((one) => one.usageMonth === month)?.invoices[0]?.lines.push(line);
}
