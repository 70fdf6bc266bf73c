import { addAnnualAgreements } from "./annual-agreements";
import { autotaskSeed } from "./autotask-seed";
import { type Calendar, calendarAround } from "./calendar";
import { connectWiseSeed } from "./connectwise-seed";
import { type CustomerRow, customerRows, customerWithoutCompany } from "./data/customers";
import type { SpecialHolding } from "./data/events";
import { troubledProductRows } from "./data/products";
import { acronisCustomers, acronisHoldings, furtherCustomerRows, twoTermHoldings } from "./data/wide";
import { growHolding } from "./grow-holding";
import { lastFullMonth } from "./plain-dates";
import { prismSeed } from "./prism-seed";
import { uuidFrom } from "./random";
import type { ScenarioName, World } from "./seed";
import { troubleAutotask } from "./troubled-autotask";
import { troubleConnectWise } from "./troubled-connectwise";
import { troublePrism } from "./troubled-prism";
import { wantedHoldings } from "./wanted-holdings";
import { widenPrism } from "./widen-prism";
import { widenPsa } from "./widen-psa";

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
  const scenarios = { clean: cleanWorld, troubled: troubledWorld, wide: wideWorld };
  return scenarios[scenario](calendar);
}

const delisted: SpecialHolding = {
  customer: "gantry",
  product: troubledProductRows.delisted.key,
  quantity: 16,
};

const payYearly = ["brightwater"];

function cleanWorld(calendar: Calendar): World {
  return worldOf("clean", calendar, {});
}

function troubledWorld(calendar: Calendar): World {
  const world = worldOf("troubled", calendar, {
    unknownToPsa: [customerWithoutCompany],
    furtherHoldings: [delisted],
  });
  troublePrism(world.prism, calendar);
  addAnnualAgreements(world, calendar, payYearly);
  troubleConnectWise(world, calendar);
  troubleAutotask(world, calendar);
  return world;
}

function wideWorld(calendar: Calendar): World {
  const secondTenants = acronisCustomers.flatMap((key): CustomerRow[] =>
    customerRows.filter((row) => row.key === key).map((row) => ({ ...row, agreement: "acronis" })),
  );
  const world = worldOf("wide", calendar, {
    furtherCustomers: furtherCustomerRows,
    secondTenants,
    furtherHoldings: [delisted, ...twoTermHoldings, ...acronisHoldings],
  });
  troublePrism(world.prism, calendar);
  widenPrism(world.prism, calendar);
  addAnnualAgreements(world, calendar, payYearly);
  widenPsa(world, calendar);
  return world;
}

/** None of these changes anything in the rest. */
type Further = {
  furtherCustomers?: CustomerRow[];
  unknownToPsa?: CustomerRow[];
  /** Customers that are there already, with the tenant of another program. */
  secondTenants?: CustomerRow[];
  furtherHoldings?: SpecialHolding[];
};

function worldOf(scenario: ScenarioName, calendar: Calendar, further: Further): World {
  const { furtherCustomers = [], unknownToPsa = [], secondTenants = [], furtherHoldings = [] } = further;
  const known = [...customerRows, ...furtherCustomers];
  const customers = [...known, ...unknownToPsa];
  const wanted = [...customers.flatMap(wantedHoldings), ...furtherHoldings];
  const connectwise = connectWiseSeed(known, calendar);
  const autotask = autotaskSeed(connectwise.pairs, connectwise.seed.companies, calendar);
  return {
    scenario,
    newestUsageMonth: calendar.newest,
    prism: prismSeed(
      [...customers, ...secondTenants],
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
