import type { Calendar } from "./calendar";
import { certainChanges, listPriceChanges, type Moment, renewals, type SpecialHolding } from "./data/events";
import { type ProductRow, productByKey } from "./data/products";
import { type Holding, onAgreeingDay, standsOn, withStep } from "./holding";
import { addMonths, dayOf } from "./plain-dates";
import { drawBetween, type Random, randomFrom, uuidFrom } from "./random";

/** Those that may also be held without commitment. */
const flexible = new Set(["standard", "basic", "exchange", "visio", "project"]);

const monthlyChangeChance = 0.11;

/** Follows one subscription from its purchase through all months; each month brings one event at most. */
export function growHolding(wanted: SpecialHolding, calendar: Calendar): Holding {
  const random = randomFrom(`subscription ${wanted.customer}/${wanted.product}`);
  const flex = flexible.has(wanted.product) && random() < 0.2;
  let holding = bought(
    wanted,
    productByKey(flex ? `${wanted.product}-flex` : wanted.product),
    calendar,
    random,
  );
  for (const month of calendar.months) {
    const isNow = (moment: Moment) => addMonths(calendar.newest, moment.month) === month;
    const isOurs = (one: { customer: string; product: string; at: Moment }) =>
      one.customer === wanted.customer && one.product === wanted.product && isNow(one.at);
    const drawn = random() < monthlyChangeChance;
    holding = withListPrice(holding, month, calendar);
    const before = holding;
    const last = before.steps.at(-1);
    if (!last || last.from > month) continue;

    if (wanted.lastDay && isNow(wanted.lastDay)) {
      return onAgreeingDay(month, wanted.lastDay.day, (lastDay) => ({ ...before, lastDay }));
    }
    const renewal = renewals.find(isOurs);
    const change = certainChanges.find(isOurs);
    if (renewal) {
      const { price, retailPrice } = renewal;
      holding = onAgreeingDay(month, renewal.at.day, (from) =>
        withStep(before, { ...last, from, price, retailPrice }),
      );
    } else if (change) {
      holding = withSeatChange(before, month, change.at.day, change.twice ?? false, random);
    } else if (drawn) {
      holding = withSeatChange(before, month, drawBetween(random, 2, 25), random() < 0.1, random);
    }
  }
  return holding;
}

function bought(wanted: SpecialHolding, product: ProductRow, calendar: Calendar, random: Random): Holding {
  const { customer, quantity, from } = wanted;
  const first = calendar.months[0] ?? calendar.newest;
  const boughtOn = (date: string): Holding => ({
    subscriptionId: uuidFrom(`subscription ${customer}/${wanted.product}`),
    customerKey: customer,
    product,
    steps: [{ from: date, quantity, ...listPriceOn(product, date, calendar) }],
    lastDay: null,
  });
  if (from) return onAgreeingDay(addMonths(calendar.newest, from.month), from.day, boughtOn);
  return boughtOn(dayOf(addMonths(first, -drawBetween(random, 3, 34)), drawBetween(random, 1, 28)));
}

function listPriceOn(product: ProductRow, date: string, calendar: Calendar) {
  const { price, retailPrice } =
    listPriceChanges.find(
      (one) => one.product === product.key && addMonths(calendar.newest, one.month) <= date,
    ) ?? product;
  return { price, retailPrice };
}

function withListPrice(holding: Holding, month: string, calendar: Calendar): Holding {
  const now = standsOn(holding, month);
  const listed = listPriceOn(holding.product, month, calendar);
  const before = listPriceOn(holding.product, addMonths(month, -1), calendar);
  if (!now || listed.price === before.price) return holding;
  return withStep(holding, { ...now, from: month, ...listed });
}

function withSeatChange(
  holding: Holding,
  month: string,
  day: number,
  twice: boolean,
  random: Random,
): Holding {
  const now = holding.steps.at(-1);
  if (!now) return holding;
  const first = changedSeats(now.quantity, random);
  const second = changedSeats(first, random);
  return onAgreeingDay(month, day, (from) => {
    const once = withStep(holding, { ...now, from, quantity: first });
    const again = dayOf(month, Number(from.slice(8)) + 6);
    return twice ? withStep(once, { ...now, from: again, quantity: second }) : once;
  });
}

function changedSeats(quantity: number, random: Random): number {
  const change = drawBetween(random, -2, 3);
  return change === 0 || quantity + change < 1 ? quantity + 1 : quantity + change;
}
