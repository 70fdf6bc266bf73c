import type { pricingStrategies } from "@/db/schema";

type Strategy = (typeof pricingStrategies)[number];

export const strategyWords: Record<Strategy, string> = {
  cost_and_retail: "Cost and retail",
  cost_only: "Cost only",
  quantity_only: "Quantity only",
};

/** What each strategy writes and what it leaves to the PSA. */
export const strategyNotes: Record<Strategy, string> = {
  cost_and_retail: "The invoice sets quantity, your cost and the recommended retail price.",
  cost_only: "The invoice sets quantity and your cost. The price stays as it is in the PSA.",
  quantity_only: "The invoice sets the quantity. Cost and price stay as they are in the PSA.",
};
