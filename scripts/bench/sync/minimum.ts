import { linesPerCustomer } from "@/sandbox/world/large-world";
import type { Change, Psa } from "./options";

/** What has to be asked of the PSA and written to it, however clever the engine. */
export type Minimum = {
  /** Customers, each with an agreement of its own. */
  customers: number;
  /** Agreements that hold a change. */
  changedAgreements: number;
  written: number;
  calls: number;
};

/** Of a hundred lines one changes, spread evenly. */
export function changedLines(lines: number): number[] {
  return Array.from({ length: Math.max(1, Math.floor(lines / 100)) }, (_, index) => index * 100);
}

/**
 * The fewest calls, by the formula of docs/performance.md. A changed run must see the changed agreements again, which
 * come by the page too.
 */
export function minimumOf(psa: Psa, lines: number, change: Change): Minimum {
  const customers = Math.ceil(lines / linesPerCustomer);
  if (change === "unchanged") return { customers, changedAgreements: 0, written: 0, calls: 0 };
  const isFull = change === "full";
  const written = isFull ? lines : changedLines(lines).length;
  const changedAgreements = isFull ? customers : Math.min(customers, written);
  const calls =
    psa === "connectwise"
      ? pages(changedAgreements, 1_000) + changedAgreements + written
      : autotaskReads(changedAgreements, isFull) + written + pages(written, 500);
  return { customers, changedAgreements, written, calls };
}

/** Contracts and their companies' currencies; services and their units, of which a first load finds none. */
function autotaskReads(contracts: number, isFull: boolean): number {
  const services = isFull ? 0 : contracts * linesPerCustomer;
  const periods = 12;
  return 2 * pages(contracts, 500) + pages(services, 500) + pages(services * periods, 500);
}

/** An empty list takes a call, too. */
function pages(rows: number, size: number): number {
  return Math.max(1, Math.ceil(rows / size));
}
