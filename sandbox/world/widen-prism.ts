import { lineFrom } from "./amounts";
import type { Calendar } from "./calendar";
import type { Moment } from "./data/events";
import { acronisProductRows, productByKey } from "./data/products";
import { type UnusualHolding, unusualHoldings } from "./data/wide";
import { type Holding, linesOf, onAgreeingDay, withStep } from "./holding";
import { addMonths, lastDayOf } from "./plain-dates";
import { productFrom } from "./prism-products";
import { uuidFrom } from "./random";
import type { PrismInvoiceLineSeed, PrismSeed, PrismSubscriptionSeed } from "./seed";

/** Adds what a distributor's invoice may hold beside plain seats, and the second program's price list. */
export function widenPrism(prism: PrismSeed, calendar: Calendar): void {
  prism.products.push(...acronisProductRows.map((row) => productFrom(row, calendar)));
  for (const holding of unusualHoldings) addUnusual(prism, holding, calendar);
  addLine(prism, calendar.newest, {
    ...lineFrom({
      subscriptionId: "",
      offerName: "Migration assistance, one-off",
      chargeStart: calendar.newest,
      chargeEnd: lastDayOf(calendar.newest),
      unitPrice: "450.00",
      unitPriceRrp: "520.00",
      quantity: "1",
    }),
  });
}

function addUnusual(prism: PrismSeed, wanted: UnusualHolding, calendar: Calendar): void {
  const stretches = stretchesOf(wanted, calendar);
  const tenantId = uuidFrom(`tenant ${wanted.customer}`);
  const customer = prism.customers.find((one) => one.tenantId === tenantId);
  if (!customer) throw new Error(`There is no customer ${wanted.customer}`);
  const subscription = subscriptionOf(wanted, stretches, calendar);
  customer.subscriptions.push(subscription);
  for (const month of prism.months) {
    const lines = stretches.flatMap((stretch) => linesOf(stretch, month.usageMonth));
    const shown = wanted.vanishes && month.usageMonth >= calendar.newest ? [] : lines;
    for (const line of shown) addLine(prism, month.usageMonth, line);
    if (month.usageMonth === calendar.newest) addSecondLine(prism, wanted, shown);
    const before = stateAt(stretches, addMonths(month.usageMonth, -1), wanted);
    const after = stateAt(stretches, month.usageMonth, wanted);
    const { subscriptionId } = subscription;
    if (after.status !== before.status) month.subscriptionChanges.push({ subscriptionId, ...after });
  }
}

function addSecondLine(prism: PrismSeed, { secondLine }: UnusualHolding, lines: PrismInvoiceLineSeed[]) {
  const [line] = lines;
  if (secondLine === undefined || !line) return;
  addLine(prism, line.chargeStart, lineFrom({ ...line, quantity: String(secondLine) }));
}

/** The days on which it is held: one stretch, or two around a pause. */
function stretchesOf(wanted: UnusualHolding, calendar: Calendar): Holding[] {
  const product = productByKey(wanted.product);
  const { quantity, price = product.price, retailPrice = product.retailPrice } = wanted;
  const long = addMonths(calendar.newest, -11);
  const from = (date: string): Holding => ({
    subscriptionId: uuidFrom(`subscription ${wanted.customer}/${wanted.product}/${wanted.label}`),
    customerKey: wanted.customer,
    product,
    steps: [{ from: date, quantity, price, retailPrice }],
    lastDay: null,
  });
  const on = ({ month, day }: Moment, change: (date: string) => Holding) =>
    onAgreeingDay(addMonths(calendar.newest, month), day, change);
  const { change, lastDay, returns } = wanted;
  let first = from(long);
  if (change) {
    const { at, ...prices } = change;
    first = on(at, (date) => withStep(from(long), { from: date, quantity, ...prices }));
  }
  if (wanted.freeMonth) {
    const free = { from: calendar.newest, quantity, price: "0.00", retailPrice: "0.00" };
    const paid = { from: addMonths(calendar.newest, 1), quantity, price, retailPrice };
    first = withStep(withStep(first, free), paid);
  }
  if (lastDay) first = on(lastDay, (date) => ({ ...from(long), lastDay: date }));
  return returns ? [first, on(returns, from)] : [first];
}

function stateAt(
  stretches: Holding[],
  month: string,
  { quantity }: UnusualHolding,
): Pick<PrismSubscriptionSeed, "status" | "quantity"> {
  const day = lastDayOf(month);
  const held = stretches.some(
    ({ steps, lastDay }) => (steps[0]?.from ?? "") <= day && (lastDay === null || lastDay > day),
  );
  return { status: held ? "Active" : "Deleted", quantity };
}

function subscriptionOf(wanted: UnusualHolding, stretches: Holding[], calendar: Calendar) {
  const product = productByKey(wanted.product);
  const subscription: PrismSubscriptionSeed = {
    subscriptionId: stretches[0]?.subscriptionId ?? "",
    productId: uuidFrom(`product ${product.key}`),
    productName: product.name,
    ...stateAt(stretches, calendar.newest, wanted),
    firstPurchased: stretches[0]?.steps[0]?.from ?? calendar.newest,
    displayTemplate: "License",
    unit: "Licenses",
    billingCycle: "Monthly",
  };
  return subscription;
}

function addLine(prism: PrismSeed, month: string, line: PrismInvoiceLineSeed): void {
  prism.months.find((one) => one.usageMonth === month)?.invoices[0]?.lines.push(line);
}
