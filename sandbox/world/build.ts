import { autotaskSeed } from "./autotask-seed";
import { type Calendar, calendarAround } from "./calendar";
import { connectWiseSeed } from "./connectwise-seed";
import { type CustomerRow, customerRows, customerWithoutCompany } from "./data/customers";
import type { SpecialHolding } from "./data/events";
import { troubledProductRows } from "./data/products";
import { growHolding } from "./grow-holding";
import { lastFullMonth } from "./plain-dates";
import { prismSeed } from "./prism-seed";
import { uuidFrom } from "./random";
import type { ScenarioName, World } from "./seed";
import { troubleConnectWise } from "./troubled-connectwise";
import { troublePrism } from "./troubled-prism";
import { wantedHoldings } from "./wanted-holdings";

export { suggestedMappings } from "./mappings";

export type WorldOptions = {
  scenario: ScenarioName;
  /** First day of a month, YYYY-MM-01; the last full month before today unless given. */
  newestUsageMonth?: string;
};

/** The outside world of a scenario: always the same for the same scenario and month. */
export function buildWorld({ scenario, newestUsageMonth = lastFullMonth(new Date()) }: WorldOptions): World {
  if (!/^\d{4}-(0[1-9]|1[0-2])-01$/.test(newestUsageMonth)) {
    throw new Error(
      `newestUsageMonth must be the first day of a month as YYYY-MM-01, not ${newestUsageMonth}`,
    );
  }
  const calendar = calendarAround(newestUsageMonth);
  return scenario === "clean" ? worldOf("clean", calendar, [], []) : troubledWorld(calendar);
}

function troubledWorld(calendar: Calendar): World {
  const delisted: SpecialHolding = {
    customer: "gantry",
    product: troubledProductRows.delisted.key,
    quantity: 16,
  };
  const world = worldOf("troubled", calendar, [customerWithoutCompany], [delisted]);
  troublePrism(world.prism, calendar);
  troubleConnectWise(world, calendar);
  return world;
}

/** Customers that the PSA does not know, and subscriptions beside the usual ones, change nothing in the rest. */
function worldOf(
  scenario: ScenarioName,
  calendar: Calendar,
  unknownToPsa: CustomerRow[],
  furtherHoldings: SpecialHolding[],
): World {
  const customers = [...customerRows, ...unknownToPsa];
  const wanted = [...customers.flatMap(wantedHoldings), ...furtherHoldings];
  const connectwise = connectWiseSeed(customerRows, calendar);
  const autotask = autotaskSeed(connectwise.pairs, connectwise.seed.companies, calendar);
  return {
    scenario,
    newestUsageMonth: calendar.newest,
    prism: prismSeed(
      customers,
      wanted.map((one) => growHolding(one, calendar)),
      calendar,
    ),
    connectwise: connectwise.seed,
    autotask: autotask.seed,
    autotaskMappings: autotask.mappings,
    mappings: connectwise.pairs.flatMap(({ customer, company }) => {
      const agreementId = connectwise.agreementIdOf.get(customer.key);
      const tenantId = uuidFrom(`tenant ${customer.key}`);
      return agreementId === undefined ? [] : [{ tenantId, companyId: company.id, agreementId }];
    }),
  };
}
