import type { z } from "zod";
import type { AgreementStatus, PsaAgreement } from "../../psa";
import { parsePlainDate } from "../../wire/plain-date";
import type { agreementSchema } from "../schemas";

export type Agreement = z.output<typeof agreementSchema>;

/** Names of billing cycles as ConnectWise delivers them; a site may rename its own, which then are unknown to us. */
const monthsByCycle: Readonly<Record<string, number>> = {
  monthly: 1,
  bimonthly: 2,
  quarterly: 3,
  semiannual: 6,
  yearly: 12,
  annual: 12,
};

export function mapAgreement(agreement: Agreement): PsaAgreement {
  return {
    id: agreement.id,
    companyId: agreement.company.id,
    name: agreement.name,
    typeName: agreement.type?.name ?? null,
    status: statusOf(agreement),
    startDate: agreement.startDate,
    endDate: agreement.noEndingDateFlag ? null : agreement.endDate,
    billStartDate: agreement.billStartDate,
    nextInvoiceDate: agreement.nextInvoiceDate === null ? null : parsePlainDate(agreement.nextInvoiceDate),
    billed: billedBy(agreement.periodType),
    cycleMonths: cycleMonths(agreement.billingCycle?.name ?? null),
    prorates: agreement.prorateFlag,
    oneTime: agreement.billOneTimeFlag,
    currency: currencyOf(agreement),
  };
}

/**
 * Which period an invoice of the agreement bills: "Current" the cycle that ends before the invoice's date,
 * "Future" the one that begins on it. Inferred from the names, which the vendor explains nowhere.
 */
export function billedBy(periodType: string | null): PsaAgreement["billed"] {
  if (periodType === "Current") return "in_arrears";
  return periodType === "Future" ? "in_advance" : null;
}

/** Months of a cycle by its name ("Bi-Monthly" and "BiMonthly" are one); null for weeks, no cycle and names unknown to us. */
export function cycleMonths(name: string | null): number | null {
  return monthsByCycle[name?.toLowerCase().replace(/[^a-z]/g, "") ?? ""] ?? null;
}

/** agreementStatus is ConnectWise's own computation; an end date still to come is no matter of status. */
function statusOf({ agreementStatus, cancelledFlag }: Agreement): AgreementStatus {
  if (cancelledFlag || agreementStatus === "Cancelled") return "cancelled";
  if (agreementStatus === "Expired") return "ended";
  return agreementStatus === "Inactive" ? "inactive" : "active";
}

function currencyOf({ currency }: Agreement): string | null {
  const code = currency?.currencyCode ?? "";
  return /^[A-Z]{3}$/.test(code) ? code : null;
}
