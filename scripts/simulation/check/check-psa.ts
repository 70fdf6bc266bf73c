import { Decimal } from "decimal.js";
import { usageMonths } from "../schedule/world-plan";
import { type Subscription, skuOf } from "../world/prism";
import { agreementIdOf } from "../world/psa";
import { type Failure, firstDayJudged, type Judged } from "./judged";
import { differences, textOf, wantedOn } from "./wanted";

/**
 * What the PSA holds in the end. I1 and I3: the quantity and price of each day are those invoiced, or the item says what
 * it waits for. I2: nothing is there twice.
 */
export function checkPsa(judged: Judged): Failure[] {
  const { world } = judged;
  return [
    ...checkItems(judged),
    ...(world.psa.kind === "connectwise" ? checkLines(judged) : checkUnits(judged)),
    ...checkCharges(judged),
  ];
}

function checkItems({ world }: Judged): Failure[] {
  const skus = world.psa.of.state.items.map(({ vendorSku }) => vendorSku);
  const doubled = skus.filter((sku, index) => skus.indexOf(sku) !== index);
  return doubled.length > 0 ? [{ rule: "I2 no item is made twice", details: doubled }] : [];
}

function waits({ history }: Judged, key: string): boolean {
  return history.positions.some((position) => position.key === key && position.outstanding !== null);
}

const keyOf = ({ subscriptionId }: Subscription) => `${subscriptionId}:licence`;
const licencesOf = ({ world }: Judged) => world.prism.subscriptions.filter(({ usageBased }) => !usageBased);

function checkLines(judged: Judged): Failure[] {
  const { world } = judged;
  if (world.psa.kind !== "connectwise") return [];
  const { lines } = world.psa.of.state;
  return licencesOf(judged).flatMap((subscription): Failure[] => {
    const key = keyOf(subscription);
    const own = lines.filter(({ reference }) => reference === key);
    const on = (day: string) => own.filter(({ from, to }) => from <= day && (to === null || day <= to));
    const doubled = differences(
      () => "no",
      (day) => (on(day).length > 1 ? "yes" : "no"),
    );
    if (doubled.count > 0)
      return [{ rule: "I2 no two lines of a key overlap", details: { key, own, doubled } }];
    if (waits(judged, key)) return [];
    const wanted = (day: string) => {
      const one = wantedOn(world.prism, subscription, day);
      return textOf(one ? [one] : []);
    };
    const different = differences(wanted, (day) => textOf(on(day)), firstDayJudged(judged));
    return different.count > 0
      ? [{ rule: "I1 the days are those invoiced", details: { key, own, different } }]
      : [];
  });
}

function checkUnits(judged: Judged): Failure[] {
  const { world } = judged;
  if (world.psa.kind !== "autotask") return [];
  const { contracts, items } = world.psa.of.state;
  return [0, 1].flatMap((agreement) =>
    [0, 1].flatMap((product): Failure[] => {
      const members = licencesOf(judged).filter(
        (one) => one.product === product && world.plan.customers[one.customer]?.agreement === agreement,
      );
      if (members.some((one) => waits(judged, keyOf(one)))) return [];
      const itemIds = items.filter(({ vendorSku }) => vendorSku === skuOf(product)).map(({ id }) => id);
      const services = (contracts[agreementIdOf(agreement)]?.services ?? []).filter(({ itemId }) =>
        itemIds.includes(itemId),
      );
      const wanted = (day: string) => textOf(members.flatMap((one) => wantedOn(world.prism, one, day) ?? []));
      const held = (day: string) =>
        textOf(
          services.flatMap(({ days }) => {
            const on = days.get(day);
            return on ? [{ ...on, quantity: String(on.units) }] : [];
          }),
        );
      const different = differences(wanted, held, firstDayJudged(judged));
      return different.count > 0
        ? [{ rule: "I1 the days are those invoiced", details: { agreement, product, different } }]
        : [];
    }),
  );
}

/** Usage is charged once for each customer and invoiced month. */
function checkCharges(judged: Judged): Failure[] {
  const { world, history } = judged;
  const isOpen = history.positions.some(
    ({ key, outstanding }) => key.endsWith(":azure") && outstanding !== null,
  );
  if (isOpen) return [];
  const usage = world.prism.subscriptions.filter(({ usageBased }) => usageBased);
  return usageMonths.flatMap((month, index): Failure[] => {
    const suffix = `:azure${month.slice(2, 4)}${month.slice(5, 7)}`;
    const posted = chargesOf(judged).filter(({ reference }) => reference?.includes(suffix));
    const wanted =
      index < world.prism.invoiced ? usage.map(({ months }) => months[index]?.[0]?.quantity ?? "0") : [];
    const isRight = amountsOf(wanted) === amountsOf(posted.map(({ cost }) => cost));
    return isRight ? [] : [{ rule: "I2 usage is charged once", details: { month, wanted, posted } }];
  });
}

function amountsOf(costs: string[]): string {
  return costs
    .map((cost) => new Decimal(cost).toFixed(2))
    .sort()
    .join(" ");
}

function chargesOf({ world }: Judged): { reference: string | null; cost: string }[] {
  if (world.psa.kind === "autotask") {
    return world.psa.of.state.charges.map(({ reference, costAmount }) => ({ reference, cost: costAmount }));
  }
  return world.psa.of.state.lines.map(({ reference, unitCost }) => ({ reference, cost: unitCost }));
}
