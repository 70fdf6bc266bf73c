import type { z } from "zod";
import type { IsoDate } from "@/lib/values";
import type { AgreementStatus, PsaAgreement } from "../../psa";
import { plain } from "../picklists";
import type { contractSchema } from "../schemas";

export type Contract = z.output<typeof contractSchema>;

export type ContractWords = {
  /** Labels of the tenant's picklists by value. */
  types: ReadonlyMap<string, string>;
  periods: ReadonlyMap<string, string>;
  today: IsoDate;
};

/** Types are the vendor's own and the same in each tenant; only their labels differ. */
const recurringService = "7";
const fixedPrice = "3";
const inEffect = "1";

const monthsByPeriod: Readonly<Record<string, number>> = {
  monthly: 1,
  quarterly: 3,
  semiannual: 6,
  semiannually: 6,
  yearly: 12,
  annual: 12,
  annually: 12,
};

/**
 * Only a contract of type recurring service takes services, and only one of type fixed price nothing but charges: any
 * other has `billed` null, so that nothing is planned on it.
 */
export function mapContract(contract: Contract, words: ContractWords, currency: string | null): PsaAgreement {
  const { contractType, contractPeriodType } = contract;
  const period = contractPeriodType === null ? undefined : words.periods.get(contractPeriodType);
  return {
    id: contract.id,
    companyId: contract.companyID,
    name: contract.contractName,
    typeName: words.types.get(contractType) ?? null,
    status: statusOf(contract, words.today),
    startDate: contract.startDate,
    endDate: contract.endDate,
    billStartDate: contract.startDate,
    nextInvoiceDate: null,
    billed: contractType === recurringService ? "as_posted" : null,
    cycleMonths: period === undefined ? null : cycleMonths(period),
    prorates: true,
    oneTime: contractType === fixedPrice,
    ...(![recurringService, fixedPrice].includes(contractType) && { wrongKind: true as const }),
    currency,
  };
}

/** Months of a period by its label; null for a label that is unknown to us. */
export function cycleMonths(label: string): number | null {
  return monthsByPeriod[plain(label)] ?? null;
}

function statusOf({ status, endDate }: Contract, today: IsoDate): AgreementStatus {
  if (status !== inEffect) return "inactive";
  return endDate !== null && endDate < today ? "ended" : "active";
}
