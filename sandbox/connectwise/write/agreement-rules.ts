import { midnightOf } from "../bill/period";
import { type FieldError, inUse } from "../problem";
import type { Agreement } from "../schema/agreement";
import type { Site } from "../site";
import type { Rules } from "./rules";

const requiredOnUpdate = [
  "employeeCompRate",
  "invoicingCycle",
  "billTime",
  "billExpenses",
  "billProducts",
] as const;

function checkCompany(agreement: Agreement, site: Site): FieldError[] {
  const company = site.tables.companies.get(agreement.company.id);
  const status = company?.status && site.tables.companyStatuses.get(company.status.id);
  if (!status?.disallowSavingFlag) return [];
  const message = status.notificationMessage ?? `Company status ${status.name} does not allow saving.`;
  return [{ code: "InvalidField", message, field: "company" }];
}

export const agreementRules: Rules<Agreement> = {
  defaults(agreement, site) {
    const startDate = agreement.startDate ?? midnightOf(site.today());
    const monthly = site.tables.billingCycles.all().find(({ defaultFlag }) => defaultFlag);
    return {
      ...agreement,
      startDate,
      noEndingDateFlag: agreement.noEndingDateFlag ?? agreement.endDate === undefined,
      cancelledFlag: agreement.cancelledFlag ?? false,
      billOneTimeFlag: agreement.billOneTimeFlag ?? false,
      billingCycle: agreement.billingCycle ?? (monthly && { id: monthly.id }),
      billStartDate: agreement.billStartDate ?? startDate,
      nextInvoiceDate: agreement.nextInvoiceDate ?? agreement.billStartDate ?? startDate,
      periodType: agreement.periodType ?? "Current",
      prorateFlag: agreement.prorateFlag ?? false,
      employeeCompRate: agreement.employeeCompRate ?? "Actual",
      invoicingCycle: agreement.invoicingCycle ?? "CalendarYear",
      billTime: agreement.billTime ?? "Billable",
      billExpenses: agreement.billExpenses ?? "Billable",
      billProducts: agreement.billProducts ?? "Billable",
    };
  },
  settle(after, before) {
    if (after.endDate && after.endDate !== before?.endDate) return { ...after, noEndingDateFlag: false };
    if (after.noEndingDateFlag || !after.endDate) {
      const { endDate: _, ...endless } = after;
      return { ...endless, noEndingDateFlag: true };
    }
    return after;
  },
  check(after, before, site) {
    const errors = checkCompany(after, site);
    if (after.startDate && after.endDate && after.endDate < after.startDate)
      errors.push({
        code: "InvalidField",
        message: "endDate cannot be less than the startDate",
        field: "endDate",
      });
    for (const field of before ? requiredOnUpdate : []) {
      const message = `The ${field} field is required.`;
      if (after[field] === undefined) errors.push({ code: "MissingRequiredField", message, field });
    }
    return errors;
  },
  computed: (agreement, site) => ({ agreementStatus: site.statusOf(agreement) }),
  checkDelete(agreement, site) {
    const used = site.tables.additions.childrenOf(agreement.id).length > 0;
    return used ? inUse("Agreement", agreement.id) : undefined;
  },
};
