import fc from "fast-check";
import { propertyRuns, propertySeed } from "@/workers/sync/plan/testing/run-property";
import { foundCustomers } from "./found-customers";
import { type GeneratedCustomer, generatedCustomers } from "./generated-customer";

/** So many share a database and the sandboxes: a slow machine plays them within a test's time. */
const mostAtOnce = 10;
const fewest = 15;

export type Batch = { says: string; customers: GeneratedCustomer[] };

/** Those that were found, then new ones; the same for each PSA. */
export function drawBatches(): Batch[] {
  // Each of these takes a thousand times as long as a case of the pure planners.
  const count = Math.max(fewest, Math.round(propertyRuns / 40));
  const all = [...foundCustomers, ...fc.sample(generatedCustomers, { seed: propertySeed, numRuns: count })];
  return Array.from({ length: Math.ceil(all.length / mostAtOnce) }, (_, i) => {
    const customers = all.slice(i * mostAtOnce, (i + 1) * mostAtOnce);
    return {
      says: `${customers.length} customers, batch ${i + 1} of PROPERTY_SEED=${propertySeed}`,
      customers,
    };
  });
}
