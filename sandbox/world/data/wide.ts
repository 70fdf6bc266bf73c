import type { CustomerRow } from "./customers";
import type { Moment, SpecialHolding } from "./events";

/** Customers of the partner's other contract agreements of Microsoft CSP; one is invoiced in New Zealand dollars. */
export const furtherCustomerRows: CustomerRow[] = [
  { key: "saltmarsh", name: "Saltmarsh Boatbuilders", kit: "field", seats: 19, agreement: "csp-second" },
  { key: "opalridge", name: "Opal Ridge Jewellers", kit: "micro", seats: 8, agreement: "csp-second" },
  { key: "cassowary", name: "Cassowary Coast Tours", kit: "mixed", seats: 23, agreement: "csp-second" },
  { key: "fenwick", name: "Fenwick Town Planning", kit: "studio", seats: 14, agreement: "csp-second" },
  { key: "kauricoast", name: "Kauri Coast Charters", kit: "office", seats: 12, agreement: "csp-nz" },
];

/** Customers that hold the second program too; the last two have it billed on the agreement of the first. */
export const acronisCustomers = ["banksia", "claymore", "meridian", "riverbend", "northpoint", "zephyr"];
export const onSharedAgreement = new Set(["northpoint", "zephyr"]);

export const acronisHoldings: SpecialHolding[] = [
  { customer: "banksia", product: "acronis-workstation", quantity: 34 },
  { customer: "banksia", product: "acronis-mailbox", quantity: 41 },
  { customer: "claymore", product: "acronis-workstation", quantity: 37 },
  { customer: "claymore", product: "acronis-server", quantity: 3 },
  { customer: "meridian", product: "acronis-server", quantity: 2 },
  { customer: "meridian", product: "acronis-storage", quantity: 12, from: { month: 0, day: 7 } },
  { customer: "riverbend", product: "acronis-mailbox", quantity: 55 },
  { customer: "riverbend", product: "acronis-storage", quantity: 8, lastDay: { month: 0, day: 22 } },
  { customer: "northpoint", product: "acronis-workstation", quantity: 14 },
  { customer: "zephyr", product: "acronis-mailbox", quantity: 30 },
];

/** One vendor's SKU on two terms with one customer. */
export const twoTermHoldings: SpecialHolding[] = [
  { customer: "outpost", product: "premium", quantity: 9 },
  { customer: "outpost", product: "premium-flex", quantity: 2 },
];

export type UnusualHolding = {
  customer: string;
  product: string;
  /** Tells two subscriptions of one product apart. */
  label: string;
  quantity: number;
  /** The list price unless told. */
  price?: string;
  retailPrice?: string;
  change?: { at: Moment; price: string; retailPrice: string };
  lastDay?: Moment;
  returns?: Moment;
  /** Costs nothing in the newest usage month. */
  freeMonth?: true;
  /** Missing from the newest invoice on, though PRISM still calls it active. */
  vanishes?: true;
  /** The newest invoice has a second line over the same days, with this quantity. */
  secondLine?: number;
};

export const unusualHoldings: UnusualHolding[] = [
  {
    customer: "quarrylane",
    product: "phone",
    label: "returner",
    quantity: 4,
    lastDay: { month: -1, day: 12 },
    returns: { month: 0, day: 15 },
  },
  {
    customer: "fernleigh",
    product: "intune",
    label: "new price",
    quantity: 12,
    change: { at: { month: 0, day: 13 }, price: "11.40", retailPrice: "14.05" },
  },
  { customer: "tidewater", product: "apps", label: "free month", quantity: 3, freeMonth: true },
  { customer: "mitchellokafor", product: "phone", label: "vanished", quantity: 6, vanishes: true },
  { customer: "jacaranda", product: "sharepoint", label: "twice", quantity: 5, secondLine: 2 },
  { customer: "dunes", product: "apps", label: "beach", quantity: 7 },
  { customer: "dunes", product: "apps", label: "hill", quantity: 5 },
  { customer: "greenslope", product: "defender", label: "office", quantity: 4 },
  {
    customer: "greenslope",
    product: "defender",
    label: "yard",
    quantity: 3,
    price: "4.10",
    retailPrice: "5.05",
  },
];
