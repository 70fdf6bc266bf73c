import fc from "fast-check";
import { foundCustomers } from "./found-customers";
import { type GeneratedCustomer, generatedCustomers } from "./generated-customer";

/** A new seed for each run; PROPERTY_SEED repeats one. PROPERTY_RUNS asks for more, a fortieth of it here. */
const { PROPERTY_SEED, PROPERTY_RUNS = "0" } = process.env;
const seed = PROPERTY_SEED ? Number(PROPERTY_SEED) : Math.floor(Math.random() * 2 ** 31);

/** So many share a database and the sandboxes: a slow machine plays them within a test's time. */
const mostAtOnce = 10;
const fewest = 15;

export type Batch = { says: string; customers: GeneratedCustomer[] };

/** Those that were found, then new ones; the same for each PSA. */
export function drawBatches(): Batch[] {
  const count = Math.max(fewest, Math.round(Number(PROPERTY_RUNS) / 40));
  const all = [...foundCustomers, ...fc.sample(generatedCustomers, { seed, numRuns: count })];
  return Array.from({ length: Math.ceil(all.length / mostAtOnce) }, (_, i) => {
    const customers = all.slice(i * mostAtOnce, (i + 1) * mostAtOnce);
    return { says: `${customers.length} customers, batch ${i + 1} of PROPERTY_SEED=${seed}`, customers };
  });
}
