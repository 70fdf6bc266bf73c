import type { DirectoryAgreement } from "@/db/queries/portal/psa-directory";
import { formatDate } from "@/lib/format/billing-date";

/** Lines can only be written to an agreement that runs. */
export function canTakeLines(agreement: Pick<DirectoryAgreement, "status">): boolean {
  return agreement.status === "active";
}

/** What a person must know of an agreement to choose it: does it run, when does it bill, does it prorate. */
export function agreementFacts(agreement: DirectoryAgreement): { status: string; notes: string[] } {
  const { startDate, endDate, nextInvoiceDate } = agreement;
  const days = [
    startDate && `from ${formatDate(startDate)}`,
    endDate && agreement.status === "active" && `until ${formatDate(endDate)}`,
  ].filter(Boolean);
  return {
    status: statusWords(agreement),
    notes: [
      ...(days.length > 0 ? [days.join(" ")] : []),
      billedWords[agreement.billed ?? "unknown"],
      ...(nextInvoiceDate ? [`next invoice ${formatDate(nextInvoiceDate)}`] : []),
      ...(agreement.prorates ? [] : ["does not prorate: a change inside a month bills the whole month"]),
    ],
  };
}

const billedWords = {
  in_arrears: "billed in arrears",
  in_advance: "billed in advance: days already invoiced become an amount for you to approve",
  as_posted: "billed when you approve and post",
  unknown: "billing terms unknown",
} as const;

function statusWords({ status, endDate }: DirectoryAgreement): string {
  if (status === "active") return "active";
  if (status === "ended") return endDate ? `ended on ${formatDate(endDate)}` : "ended";
  return status;
}
