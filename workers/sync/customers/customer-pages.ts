import type { MappedCustomer } from "@/db/queries/runs/bills";

const customersPerPage = 50;

/**
 * Customers in pages of fifty or a few more; `end` counts those up to the page's end. They come by agreement, and no page
 * ends within one: what stands on one agreement is planned together.
 */
export function pagesOfCustomers(customers: MappedCustomer[]): { page: MappedCustomer[]; end: number }[] {
  const pages: { page: MappedCustomer[]; end: number }[] = [];
  for (let start = 0; start < customers.length; ) {
    let end = Math.min(start + customersPerPage, customers.length);
    while (end < customers.length && agreementAt(customers, end) === agreementAt(customers, end - 1))
      end += 1;
    pages.push({ page: customers.slice(start, end), end });
    start = end;
  }
  return pages;
}

function agreementAt(customers: MappedCustomer[], index: number): string | undefined {
  return customers[index]?.psaAgreementId;
}
