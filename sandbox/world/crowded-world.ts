import { largeWorld, linesPerCustomer } from "./large-world";
import { addDays, addMonths } from "./plain-dates";
import type { World } from "./seed";

const places = [
  "Albany", "Bendigo", "Cairns", "Dubbo", "Echuca", "Fremantle", "Geelong", "Hobart", "Ipswich", "Katoomba",
  "Launceston", "Mackay", "Newcastle", "Orange", "Port Hedland", "Queanbeyan", "Rockhampton", "Shepparton", "Toowoomba", "Whyalla",
]; // biome-ignore format: a list of words
const trades = [
  "Accounting", "Bakery", "Ceramics", "Dental Care", "Engineering", "Freight", "Garden Supplies", "Hardware", "Insurance Brokers",
  "Joinery", "Legal", "Marine Services", "Optometry", "Physiotherapy", "Roofing", "Surveyors", "Tyres and Batteries", "Veterinary Clinic",
  "Water Treatment and Environmental Consulting", "Young Learners",
]; // biome-ignore format: a list of words
const families = [
  "Ahern",
  "Barrett",
  "Castellano",
  "Dimitriadis",
  "Evans",
  "Farrugia",
  "Grech",
  "Huynh",
  "Ibrahim",
  "Jovanović",
];
const forms = ["Pty Ltd", "Pty. Limited", "Group", "Holdings Pty Ltd", "& Co"];

function wordAt(words: readonly string[], index: number): string {
  return words[index % words.length] ?? "";
}

/** The n-th of 20,000 names, none twice. */
function nameAt(index: number): { name: string; form: string } {
  const [place, trade] = [wordAt(places, index), wordAt(trades, Math.floor(index / 20))];
  const family = wordAt(families, Math.floor(index / 400));
  return { name: `${family} ${place} ${trade}`, form: wordAt(forms, Math.floor(index / 4000) + index) };
}

/**
 * So many customers with names as people have them, for looking at: every fourth is not mapped yet, some have no company or two,
 * agreements have ended, do not prorate, or carry another tool's lines. The n-th customer is always the same.
 */
export function crowdedWorld(customers: number, newestUsageMonth: string): World {
  const world = largeWorld(customers * linesPerCustomer, newestUsageMonth);
  const { prism, connectwise } = world;
  for (const [index, customer] of prism.customers.entries()) {
    const { name, form } = nameAt(index);
    customer.name = `${name} ${form}`;
    const company = connectwise.companies[index];
    const agreement = connectwise.agreements[index];
    if (!company || !agreement)
      throw new Error("Every customer of the large world has a company and an agreement.");
    company.name = index % 3 === 0 ? name : customer.name;
    // Then the name alone, or the website, tells that they are one.
    if (index % 5 === 0) company.taxIdentifier = "";
    if (index % 15 === 0) company.website = "";
    if (index % 90 === 7) agreement.endDate = addDays(addMonths(newestUsageMonth, 1), -12);
    if (index % 70 === 9) agreement.prorateFlag = false;
    if (index % 60 === 11) leaveLine(world, index);
    if (index % 44 === 4) addTwin(world, index);
  }
  const withoutCompany = (index: number) => index % 50 === 48;
  connectwise.companies = connectwise.companies.filter(
    (_, index) => index >= customers || !withoutCompany(index),
  );
  connectwise.agreements = connectwise.agreements.filter((_, index) => !withoutCompany(index));
  world.mappings = world.mappings.filter((_, index) => index % 4 !== 0 && !withoutCompany(index));
  return world;
}

/** A line that another tool made for what the customer's first subscription is. */
function leaveLine({ connectwise }: World, index: number): void {
  const [agreement, item] = [
    connectwise.agreements[index],
    connectwise.catalog[index % connectwise.catalog.length],
  ];
  if (!agreement || !item) return;
  connectwise.additions.push({
    id: 900_001 + index,
    agreementId: agreement.id,
    catalogId: item.id,
    quantity: 3,
    unitPrice: item.price,
    unitCost: item.cost,
    effectiveDate: agreement.startDate,
  });
}

/** A second company of the same name; every other one was given up. */
function addTwin({ connectwise }: World, index: number): void {
  const company = connectwise.companies[index];
  if (!company) return;
  const inactive = index % 88 === 4;
  const identifier = `${company.identifier}B`;
  connectwise.companies.push({ ...company, id: 500_001 + index, identifier, taxIdentifier: "", inactive });
}
