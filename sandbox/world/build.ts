import { type Calendar, calendarAround } from "./calendar";
import { connectWiseSeed } from "./connectwise-seed";
import { customerRows } from "./data/customers";
import { growHolding } from "./grow-holding";
import { lastFullMonth } from "./plain-dates";
import { prismSeed } from "./prism-seed";
import { uuidFrom } from "./random";
import type { ScenarioName, World } from "./seed";
import { wantedHoldings } from "./wanted-holdings";

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
  const clean = cleanWorld(calendar);
  return scenario === "clean" ? clean : clean;
}

function cleanWorld(calendar: Calendar): World {
  const holdings = customerRows.flatMap(wantedHoldings).map((wanted) => growHolding(wanted, calendar));
  const connectwise = connectWiseSeed(customerRows, calendar);
  return {
    scenario: "clean",
    newestUsageMonth: calendar.newest,
    prism: prismSeed(customerRows, holdings, calendar),
    connectwise: connectwise.seed,
    mappings: connectwise.pairs.flatMap(({ customer, company }) => {
      const agreementId = connectwise.agreementIdOf.get(customer.key);
      return agreementId === undefined
        ? []
        : [{ tenantId: uuidFrom(`tenant ${customer.key}`), companyId: company.id, agreementId }];
    }),
  };
}
