import type { Blocker } from "@/app/(portal)/dashboard/safe/blocker";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import { formatDate, formatMonth } from "@/lib/format/billing-date";
import { countOf } from "@/lib/format/number";
import { groupBy } from "@/lib/group-by";
import { links } from "@/lib/links";
import { expectedInvoice } from "@/lib/sync/expected-invoice";
import type { IsoDate } from "@/lib/values";

/** Invoices whose usage is over and that PRISM has not shown yet, of contract agreements that have customers. */
export function invoiceBlockers(
  { awaited, usualInvoiceDelay, sync }: ProgramOverview,
  today: IsoDate,
): Blocker[] {
  const missing = awaited.flatMap(({ contractAgreementId, end }) => {
    const expected = expectedInvoice(end, today, usualInvoiceDelay);
    return expected ? [{ contractAgreementId, ...expected }] : [];
  });
  const href = links.history({ sync: sync.slug, kind: "customers" });
  return [...groupBy(missing, ({ from }) => from).values()].flatMap((group): Blocker[] => {
    const [first] = group;
    if (!first) return [];
    const { from, by, late } = first;
    const who = awaited.length > 1 ? `${agreementWords(group)} · ` : "";
    return [
      {
        tone: late ? "warn" : "run",
        count: null,
        title: `The invoice of ${formatMonth(from)} is ${late ? "late" : "not in yet"}`,
        detail: late
          ? `${who}it is there by ${formatDate(by)} as a rule; ask your distributor`
          : `${who}PRISM is asked for it every day; as a rule it is there by ${formatDate(by)}`,
        money: null,
        href,
        action: "See the syncs",
      },
    ];
  });
}

/** The last month of usage that is over; null: nothing says which. */
export function monthToInvoice(
  { awaited, usualInvoiceDelay, newestInvoice }: ProgramOverview,
  today: IsoDate,
): IsoDate | null {
  const missing = awaited
    .flatMap(({ end }) => expectedInvoice(end, today, usualInvoiceDelay)?.from ?? [])
    .sort();
  return missing.at(-1) ?? newestInvoice?.start ?? null;
}

function agreementWords(group: { contractAgreementId: string }[]): string {
  const [only, ...others] = group;
  return only && others.length === 0
    ? `of contract agreement ${only.contractAgreementId}`
    : `of ${countOf(group.length, "contract agreement")}`;
}
