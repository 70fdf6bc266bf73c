import { z } from "zod";
import { customerFilters, customerSorts } from "@/db/queries/portal/program-customers";
import type { CustomerList } from "@/lib/links";

const word = z.string().max(4_000).optional().catch(undefined);

/** What the address of a customers table says. */
export const customerListQuery = z.object({
  q: z.string().trim().max(200).catch(""),
  show: z.enum(customerFilters).catch("all"),
  sort: z.enum(customerSorts).catch("unmapped"),
  after: word,
  before: word,
});

export type CustomerListQuery = z.infer<typeof customerListQuery>;

/** The same list with something else chosen, from its start; what goes without saying is left out of the address. */
export function listWith({ q, show, sort }: CustomerListQuery, change: CustomerList): CustomerList {
  const list = { q, show, sort, ...change };
  return {
    ...list,
    show: list.show === "all" ? undefined : list.show,
    sort: list.sort === "unmapped" ? undefined : list.sort,
  };
}
