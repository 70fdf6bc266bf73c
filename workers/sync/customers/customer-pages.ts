import type { MappedCustomer } from "@/db/queries/runs/bills";
import { groupBy } from "@/lib/group-by";
import type { ActiveRun } from "../run/engine";
import { bookSettled, type CustomersWork, loadSubjects } from "./customers-work";
import type { Subject } from "./subject";

/** What is known of so many customers is read at once; most of them have nothing to plan. */
export const customersPerLook = 200;

export type WorkPage = {
  /** To be planned together; none: nothing had to be for a while. */
  subjects: Subject[];
  /** How many customers are dealt with before this page. */
  start: number;
  /** And after it. */
  done: number;
  /** Read already, and still to come. */
  left: Subject[];
  /** How many customers have been read. */
  end: number;
};

/**
 * Looks at one customer after the other, books what is settled, and gives what has something to plan by the page: also
 * where only one customer in a hundred has, a page is worth its calls.
 */
export async function* pagesOfWork(
  run: Pick<ActiveRun, "engine" | "context">,
  work: CustomersWork,
): AsyncGenerator<WorkPage> {
  const { customers } = work;
  const { customersPerPage } = run.engine;
  let waiting: MappedCustomer[] = [];
  let subjects: Subject[] = [];
  for (const { page, end } of pagesOfCustomers(customers, customersPerLook)) {
    subjects.push(...bookSettled(work, await loadSubjects(run, work, page)));
    const ofCustomer = groupBy(subjects, ({ customer }) => customer.customerId);
    waiting = [...waiting, ...page].filter(({ customerId }) => ofCustomer.has(customerId));
    let taken = 0;
    for (const { page: planned, end: upTo } of pagesOfCustomers(waiting, customersPerPage)) {
      if (planned.length < customersPerPage && end < customers.length) break;
      taken = upTo;
      const left = waiting.slice(upTo);
      yield {
        subjects: subjectsOf(planned, ofCustomer),
        start: end - left.length - planned.length,
        done: end - left.length,
        left: subjectsOf(left, ofCustomer),
        end,
      };
    }
    waiting = waiting.slice(taken);
    subjects = subjectsOf(waiting, ofCustomer);
    const done = end - waiting.length;
    if (taken === 0) yield { subjects: [], start: done, done, left: subjects, end };
  }
}

function subjectsOf(customers: MappedCustomer[], ofCustomer: Map<string, Subject[]>): Subject[] {
  return customers.flatMap(({ customerId }) => ofCustomer.get(customerId) ?? []);
}

/**
 * Customers in pages of so many or a few more; `end` counts those up to the page's end. They come by agreement, and no page
 * ends within one: what stands on one agreement is planned together.
 */
export function pagesOfCustomers(
  customers: MappedCustomer[],
  size: number,
): { page: MappedCustomer[]; end: number }[] {
  const pages: { page: MappedCustomer[]; end: number }[] = [];
  for (let start = 0; start < customers.length; ) {
    let end = Math.min(start + size, customers.length);
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
