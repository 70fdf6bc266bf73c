import { dayOf, firstOpenDay, midnightOf } from "../bill/period";
import { lastBilledDay } from "../last-billed-day";
import { cents, exact } from "../numbers";
import { type FieldError, inUse } from "../problem";
import type { Addition } from "../schema/addition";
import type { Agreement } from "../schema/agreement";
import type { Site } from "../site";

import type { Rules } from "./rules";

const refuse = (field: string, message: string): FieldError => ({ code: "InvalidField", message, field });

/** Texts that clients have seen; the codes beside them are inferred. */
export const additionRefusals = {
  beforeBillingStart: "effectiveDate cannot be less than the agreement billing start date",
  invoicedPeriod:
    "Since this period has already been invoiced there will not be an invoice generated for additional products " +
    "for this period. Please prorate the agreement or update the start date to on or after the Next Invoice Date.",
  /** The rest is inferred, text and all. */
  endedAgreement: "Additions cannot be added or changed because the agreement is expired or cancelled.",
  bundle: "A product of class Bundle cannot be added to an agreement.",
  endBeforeStart: "cancelledDate cannot be less than the effectiveDate",
  afterAgreement: "effectiveDate cannot be greater than the agreement end date",
  invoiced: "The addition has already been invoiced and cannot be changed.",
  endInInvoiced: "cancelledDate cannot fall into a period that has already been invoiced",
} as const;

/** Fields that an invoice has been computed from. */
const invoicedFields = [
  "quantity",
  "lessIncluded",
  "unitPrice",
  "unitCost",
  "effectiveDate",
  "billCustomer",
  "product",
] as const;

function changed(field: (typeof invoicedFields)[number], after: Addition, before: Addition): boolean {
  return field === "product" ? after.product.id !== before.product.id : after[field] !== before[field];
}

function checkProduct(after: Addition, before: Addition | undefined, site: Site): FieldError[] {
  if (before && !changed("product", after, before)) return [];
  const item = site.tables.catalog.get(after.product.id);
  return item?.productClass === "Bundle" ? [refuse("product", additionRefusals.bundle)] : [];
}

function checkDates(
  after: Addition,
  before: Addition | undefined,
  agreement: Agreement,
  site: Site,
): FieldError[] {
  const errors: FieldError[] = [];
  const starts = dayOf(after.effectiveDate ?? midnightOf(site.today()));
  if (agreement.billStartDate && starts < dayOf(agreement.billStartDate))
    errors.push(refuse("effectiveDate", additionRefusals.beforeBillingStart));
  if (after.cancelledDate && dayOf(after.cancelledDate) < starts)
    errors.push(refuse("cancelledDate", additionRefusals.endBeforeStart));

  const moved = !before || changed("effectiveDate", after, before);
  const open = firstOpenDay(site, agreement);
  const missed = open !== null && starts < open && !agreement.prorateFlag;
  if (moved && (missed || site.billedOnce.has(agreement.id)))
    errors.push(refuse("effectiveDate", additionRefusals.invoicedPeriod));
  return errors;
}

/** An ended agreement takes nothing new; its additions can still be ended. */
function checkAgreement(
  after: Addition,
  before: Addition | undefined,
  agreement: Agreement,
  site: Site,
): FieldError[] {
  if (site.settings.additionsOnEndedAgreement === "allowed") return [];
  if (before && !invoicedFields.some((field) => changed(field, after, before))) return [];
  if (site.statusOf(agreement) !== "Active") return [refuse("agreementId", additionRefusals.endedAgreement)];
  const starts = after.effectiveDate && dayOf(after.effectiveDate);
  const late = starts && agreement.endDate && starts > dayOf(agreement.endDate);
  return late ? [refuse("effectiveDate", additionRefusals.afterAgreement)] : [];
}

function checkInvoiced(after: Addition, before: Addition | undefined, site: Site): FieldError[] {
  const through = before && site.invoicedThrough.get(before.id);
  if (!before || !through) return [];
  const errors: FieldError[] = [];
  if (site.settings.editInvoicedAddition === "refused") {
    for (const field of invoicedFields)
      if (changed(field, after, before)) errors.push(refuse(field, additionRefusals.invoiced));
  }
  const { cancelledDate } = after;
  if (!cancelledDate || cancelledDate === before.cancelledDate) return errors;
  const lastDay = lastBilledDay(after, site);
  if (lastDay !== null && lastDay < through)
    errors.push(refuse("cancelledDate", additionRefusals.endInInvoiced));
  return errors;
}

function computed(addition: Addition, site: Site): Partial<Addition> {
  const agreement = site.tables.agreements.get(addition.agreementId);
  const item = site.tables.catalog.get(addition.product.id);
  const unit = item?.unitOfMeasure && site.tables.unitsOfMeasure.get(item.unitOfMeasure.id);
  const billed = exact(addition.quantity).minus(exact(addition.lessIncluded));
  const price = cents(billed.times(exact(addition.unitPrice)));
  const cost = cents(billed.times(exact(addition.unitCost)));
  return {
    billedQuantity: billed.toNumber(),
    uom: unit?.name ?? "Each",
    extPrice: price.toNumber(),
    extCost: cost.toNumber(),
    margin: price.minus(cost).toNumber(),
    prorateCost: 0,
    proratePrice: 0,
    extendedProrateCost: 0,
    extendedProratePrice: 0,
    prorateCurrentPeriodFlag: false,
    ...(agreement ? { agreementStatus: site.statusOf(agreement) } : {}),
  };
}

export const additionRules: Rules<Addition> = {
  defaults(addition, site) {
    const item = site.tables.catalog.get(addition.product.id);
    return {
      ...addition,
      quantity: addition.quantity ?? 1,
      lessIncluded: addition.lessIncluded ?? 0,
      unitPrice: addition.unitPrice ?? item?.price ?? 0,
      unitCost: addition.unitCost ?? item?.cost ?? 0,
      effectiveDate: addition.effectiveDate ?? midnightOf(site.today()),
      taxableFlag: addition.taxableFlag ?? item?.taxableFlag ?? false,
      description: addition.description ?? item?.description,
      invoiceDescription: addition.invoiceDescription ?? item?.customerDescription,
      purchaseItemFlag: addition.purchaseItemFlag ?? false,
      specialOrderFlag: addition.specialOrderFlag ?? false,
      sequenceNumber: addition.sequenceNumber ?? site.tables.additions.countUnder(addition.agreementId) + 1,
    };
  },
  check(after, before, site) {
    const agreement = site.tables.agreements.get(after.agreementId);
    if (!agreement) return [];
    return [
      ...checkProduct(after, before, site),
      ...checkAgreement(after, before, agreement, site),
      ...checkDates(after, before, agreement, site),
      ...checkInvoiced(after, before, site),
    ];
  },
  computed,
  checkDelete(addition, site) {
    const refused = site.settings.deleteInvoicedAddition === "refused";
    return refused && site.invoicedThrough.has(addition.id) ? inUse("Addition", addition.id) : undefined;
  },
  saved: touchAgreement,
  deleted(addition, site) {
    site.invoicedThrough.delete(addition.id);
    touchAgreement(addition, site);
  },
};

function touchAgreement({ agreementId }: Addition, site: Site): void {
  const agreement = site.tables.agreements.get(agreementId);
  if (!agreement || !site.settings.additionTouchesAgreement) return;
  site.tables.agreements.put({ ...agreement, _info: { ...agreement._info, lastUpdated: site.timestamp() } });
}
