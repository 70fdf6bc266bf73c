import { readBilledCustomers } from "@/db/queries/runs/billed-customers";
import type { LooseLine, MappedCustomer, ScopeInvoice } from "@/db/queries/runs/bills";
import type { Position } from "@/db/queries/runs/positions";
import { groupBy } from "@/lib/group-by";
import type { LineKind } from "../plan/types";
import { bookEarlierItem, type EarlierWork } from "../run/earlier-work";
import type { ActiveRun } from "../run/engine";
import type { Ledger } from "../run/ledger";
import { isInScope } from "../run/scope";
import { restoreSubject } from "./approved/restore-subject";
import { keyOfLine, subjectOfLoose } from "./others/loose-lines";
import { type Subject, subjectsOfCustomer } from "./subject";

/** What a customers run works on, and where it books. */
export type CustomersWork = {
  invoices: ScopeInvoice[];
  ledger: Ledger;
  earlier: EarlierWork;
  /** Invoice lines without a subscription that a person has given to a customer, by the customer's id. */
  approved: Map<string, LooseLine[]>;
  /** Kinds of lines that the settings keep out of the PSA. */
  off: ReadonlySet<LineKind>;
  /** Plan the newest invoice again though it is confirmed. */
  again: boolean;
  /** Keys that this worker has found something of. */
  seen: Set<string>;
  /** All that are mapped and on. */
  customers: MappedCustomer[];
};

type Reading = Pick<ActiveRun, "engine" | "context">;

/** The subjects of these customers that are in the run's scope, from the database alone. */
export async function loadSubjects(
  { engine, context }: Reading,
  work: CustomersWork,
  page: MappedCustomer[],
): Promise<Subject[]> {
  const of = {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    programSyncId: context.programSync.id,
    customerIds: page.map((customer) => customer.customerId),
  };
  const invoiceIds = work.invoices.map((invoice) => invoice.id);
  const { lines, positions } = await readBilledCustomers(engine.db, { ...of, invoiceIds });
  const linesOf = groupBy(lines, (line) => line.customerId);
  const byKey = new Map(positions.map((position) => [position.key, withHalfDone(position, work.earlier)]));
  const { invoices, again } = work;
  const mapped = new Set(work.customers.map((customer) => customer.customerId));
  const reversed = new Set(context.reversals.keys());
  const scope = { runId: context.run.id, invoices, positions: byKey, again, mapped, reversed };
  const loose = (customer: MappedCustomer) =>
    (work.approved.get(customer.customerId) ?? []).flatMap((line) =>
      subjectOfLoose(line, customer, { ...scope, position: byKey.get(keyOfLine(line)) }),
    );
  const subjects = page
    .flatMap((customer) => [
      ...subjectsOfCustomer(customer, linesOf.get(customer.customerId) ?? [], scope),
      ...loose(customer),
    ])
    .filter((subject) => isInScope({ context }, subject.key, subject.customer.customerId))
    .map((subject) => restoreSubject(subject, context.reversals.get(subject.key)));
  for (const { key } of subjects) work.seen.add(key);
  return subjects;
}

/**
 * What an earlier worker of the run has begun to write and not finished: where it is between what was confirmed and what
 * is wanted, nobody has edited the PSA by hand.
 */
function withHalfDone(position: Position, earlier: EarlierWork): Position {
  const item = earlier.get(position.key);
  const isHalfDone = item?.outcome === "unknown" && item.confirmed;
  return isHalfDone ? { ...position, outstanding: "unknown" } : position;
}

/** Books what needs no plan, or none any more since an earlier worker of the run; gives back what does. */
export function bookSettled(work: CustomersWork, subjects: Subject[]): Subject[] {
  return subjects.filter((subject) => {
    bookAround(work, subject);
    if (subject.doneByRun) {
      bookEarlier(work, subject);
      return false;
    }
    if (subject.bills.length > 0 || subject.reversal) return true;
    if (subject.confirmed.length > 0) work.ledger.count("unchanged", 0);
    return false;
  });
}

/** The same when nothing more will be planned: what an earlier worker left of the others counts as it stands. */
export function bookUnreached(work: CustomersWork, subjects: Subject[]): void {
  bookLeft(work, bookSettled(work, subjects));
}

/** The same of subjects that have something to plan. */
export function bookLeft(work: CustomersWork, subjects: Subject[]): void {
  for (const subject of subjects) {
    if (work.earlier.has(subject.key)) bookEarlier(work, subject);
  }
}

function bookAround({ ledger, off }: CustomersWork, subject: Subject): void {
  const leftOut = off.has(subject.kind) || subject.psaAgreementId === null;
  ledger.book(leftOut ? "skipped" : "unchanged", subject.confirmed);
  ledger.book("skipped", subject.beforeBegin);
}

function bookEarlier({ ledger, earlier }: CustomersWork, subject: Subject): void {
  const item = earlier.get(subject.key);
  if (item) {
    bookEarlierItem(ledger, item, subject.planned);
    return;
  }
  ledger.book("unchanged", subject.planned);
  ledger.count("unchanged", 0);
}
