import type { AutotaskBillingCodeSeed, AutotaskCurrencySeed } from "../seed";

/** What the Autotask tenant holds beside companies, contracts and the services of other tools. */

export const currencies: AutotaskCurrencySeed[] = [
  { id: 1, code: "AUD", exchangeRate: "1" },
  { id: 2, code: "NZD", exchangeRate: "0.92" },
];

/** Only active codes of use type 5 may stand on a service, only those of type 4 on a charge. */
export const billingCodes: AutotaskBillingCodeSeed[] = [
  { id: 501, name: "Cloud subscriptions", useType: 5, isActive: true },
  { id: 502, name: "Managed services", useType: 5, isActive: true },
  { id: 503, name: "Software subscriptions", useType: 5, isActive: true },
  { id: 504, name: "Hosting (closed)", useType: 5, isActive: false },
  { id: 511, name: "Consulting", useType: 1, isActive: true },
  { id: 512, name: "Travel", useType: 3, isActive: true },
  { id: 513, name: "Hardware and materials", useType: 4, isActive: true },
  { id: 514, name: "Cloud usage and one-off charges", useType: 4, isActive: true },
  { id: 515, name: "Project milestone", useType: 6, isActive: true },
];

export const vendors = ["Harbour Cloud Distribution", "Kelp Security", "Lodestar Backup"];

/** Products that somebody has already entered as services. */
export const enteredServices: { product: string; price?: string; cost?: string }[] = [
  { product: "premium" },
  { product: "standard" },
  { product: "basic" },
  { product: "exchange" },
  { product: "visio" },
  { product: "copilot", price: "44.90", cost: "36.65" },
];

/** Customers whose contract does not start on the first of a month. */
export const startDays: Readonly<Record<string, number>> = { halcyon: 10, northpoint: 16, bluegum: 25 };
