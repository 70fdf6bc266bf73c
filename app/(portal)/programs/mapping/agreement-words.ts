import type { DirectoryAgreement } from "@/db/queries/portal/psa-directory";
import type { PsaKind } from "@/db/schema";
import { formatDate } from "@/lib/format/billing-date";
import { psaWords } from "@/lib/psa-names";

type Judged = Pick<DirectoryAgreement, "status" | "endDate" | "oneTime" | "billed">;

/** Why monthly lines cannot be written to an agreement, in a few words and at length; null: they can. Pure. */
export function lineProblem(kind: PsaKind, agreement: Judged): { badge: string; reason: string } | null {
  const words = psaWords[kind];
  if (agreement.status !== "active") {
    const badge = statusWords(agreement);
    return { badge, reason: `this ${words.agreement} does not run` };
  }
  if (agreement.oneTime) {
    return { badge: "charges only", reason: `${words.aChargeAgreement} takes charges, nothing monthly` };
  }
  if (kind === "autotask" && agreement.billed === null) {
    return { badge: "no services", reason: "only a recurring service contract takes services" };
  }
  return null;
}

/** Why an annual charge cannot be written to an agreement; null: it can. Pure. */
export function chargeProblem(kind: PsaKind, agreement: Judged): string | null {
  if (agreement.status !== "active") return statusWords(agreement);
  return agreement.oneTime ? null : `not ${psaWords[kind].aChargeAgreement}`;
}

/** What a person must know of an agreement to choose it: when does it run, when does it bill, does it prorate. */
export function agreementNotes(agreement: DirectoryAgreement): string[] {
  const { startDate, endDate, nextInvoiceDate } = agreement;
  const days = [
    startDate && `from ${formatDate(startDate)}`,
    endDate && agreement.status === "active" && `until ${formatDate(endDate)}`,
  ].filter(Boolean);
  return [
    ...(days.length > 0 ? [days.join(" ")] : []),
    billedWords[agreement.billed ?? "unknown"],
    ...(nextInvoiceDate ? [`next invoice ${formatDate(nextInvoiceDate)}`] : []),
    ...(agreement.prorates ? [] : ["does not prorate: a change inside a month bills the whole month"]),
  ];
}

const billedWords = {
  in_arrears: "billed in arrears",
  in_advance: "billed in advance: days already invoiced become an amount for you to approve",
  as_posted: "billed when you approve and post",
  unknown: "billing terms unknown",
} as const;

function statusWords({ status, endDate }: Pick<DirectoryAgreement, "status" | "endDate">): string {
  if (status === "active") return "active";
  if (status === "ended") return endDate ? `ended on ${formatDate(endDate)}` : "ended";
  return status;
}
