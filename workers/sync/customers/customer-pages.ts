import type { MappedCustomer } from "@/db/queries/runs/bills";

type CustomerPage = { page: MappedCustomer[]; start: number; end: number };

/**
 * Customers in pages of so many or a few more; `start` and `end` count those before the page and up to its end. They
 * come by agreement, and no page ends within one: what stands on one agreement is planned together.
 */
export function pagesOfCustomers(customers: MappedCustomer[], perPage: number): CustomerPage[] {
  const pages: CustomerPage[] = [];
  for (let start = 0; start < customers.length; ) {
    let end = Math.min(start + perPage, customers.length);
    while (end < customers.length && agreementAt(customers, end) === agreementAt(customers, end - 1))
      end += 1;
    pages.push({ page: customers.slice(start, end), start, end });
    start = end;
  }
  return pages;
}

function agreementAt(customers: MappedCustomer[], index: number): string | undefined {
  return customers[index]?.psaAgreementId;
}
