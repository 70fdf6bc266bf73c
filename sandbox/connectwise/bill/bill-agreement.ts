import { lastBilledDay } from "../last-billed-day";
import { cents, Exact, exact } from "../numbers";
import type { Addition } from "../schema/addition";
import type { Agreement } from "../schema/agreement";
import type { Site } from "../site";
import type { Bill, BillLine } from "./bill";
import { countDays, dayOf, midnightOf, nextPeriod, type Period } from "./period";

type Outcome = { bill: Bill } | { reason: string };

const later = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a);
const earlier = (a: string, b: string | null | undefined): string => (b && b < a ? b : a);

/** What of the period the agreement itself is in force for. */
function billableDays(agreement: Agreement, period: Period): Period {
  const starts = later(period.start, agreement.billStartDate && dayOf(agreement.billStartDate));
  return { start: starts, end: earlier(period.end, agreement.endDate && dayOf(agreement.endDate)) };
}

/** How an addition is billed in a period, or null when it is not. */
function lineOf(site: Site, agreement: Agreement, addition: Addition, period: Period): BillLine | null {
  if (addition.billCustomer !== "Billable" || !addition.effectiveDate) return null;
  const open = billableDays(agreement, period);
  const start = later(open.start, dayOf(addition.effectiveDate));
  const end = earlier(open.end, lastBilledDay(addition, site));
  const days = countDays({ start, end });
  if (days === 0) return null;

  const periodDays = countDays(period);
  const quantity = exact(addition.quantity).minus(exact(addition.lessIncluded));
  const prorated = agreement.prorateFlag === true && agreement.billOneTimeFlag !== true;
  const amountAt = (unit: number | undefined) => {
    const whole = quantity.times(exact(unit));
    return cents(prorated ? whole.times(days).div(periodDays) : whole).toFixed(2);
  };
  return {
    additionId: addition.id,
    serialNumber: addition.serialNumber ?? null,
    productId: addition.product.id,
    identifier: site.tables.catalog.get(addition.product.id)?.identifier ?? "",
    description: addition.invoiceDescription ?? addition.description ?? "",
    quantity: quantity.toString(),
    from: start,
    to: end,
    days,
    periodDays,
    unitPrice: exact(addition.unitPrice).toString(),
    amount: amountAt(addition.unitPrice),
    unitCost: exact(addition.unitCost).toString(),
    cost: amountAt(addition.unitCost),
  };
}

const sum = (amounts: string[]): string =>
  amounts.reduce((total, amount) => total.plus(amount), new Exact(0)).toFixed(2);

/** A one-time agreement is billed for all of its life at once. */
function lifeOf(site: Site, agreement: Agreement): Period {
  const days = site.tables.additions.childrenOf(agreement.id).flatMap((addition) => {
    const first = addition.effectiveDate ? [dayOf(addition.effectiveDate)] : [];
    return [...first, ...(addition.cancelledDate ? [dayOf(addition.cancelledDate)] : [])];
  });
  const sorted = [
    ...days,
    ...[agreement.startDate, agreement.endDate].flatMap((date) => (date ? [dayOf(date)] : [])),
  ].sort();
  return { start: sorted[0] ?? site.today(), end: sorted.at(-1) ?? site.today() };
}

function periodToBill(
  site: Site,
  agreement: Agreement,
): { period: Period; nextDue?: string } | { reason: string } {
  if (agreement.cancelledFlag) return { reason: "it is cancelled" };
  if (site.billedOnce.has(agreement.id)) return { reason: "it is billed once, and was" };
  if (agreement.billOneTimeFlag) return { period: lifeOf(site, agreement) };
  const next = nextPeriod(site, agreement);
  if ("reason" in next) return next;
  const { start, end } = billableDays(agreement, next.period);
  return start > end
    ? { reason: `it is not in force from ${next.period.start} to ${next.period.end}` }
    : next;
}

/**
 * Bills the agreement's next period and moves on: nextInvoiceDate goes one cycle further, the additions remember
 * through which day they are invoiced. A prorating agreement bills an addition's days of the period, rounded half up
 * to cents; another one bills it whole when any day is covered.
 */
export function billAgreement(site: Site, agreement: Agreement): Outcome {
  const next = periodToBill(site, agreement);
  if ("reason" in next) return next;
  const { period, nextDue } = next;
  const lines = site.tables.additions
    .childrenOf(agreement.id)
    .map((addition) => lineOf(site, agreement, addition, period))
    .filter((line) => line !== null);
  const bill: Bill = {
    invoiceId: site.bills.length + 1,
    agreementId: agreement.id,
    agreementName: agreement.name,
    companyId: agreement.company.id,
    companyName: site.tables.companies.get(agreement.company.id)?.name ?? "",
    periodStart: period.start,
    periodEnd: period.end,
    lines,
    total: sum(lines.map(({ amount }) => amount)),
    totalCost: sum(lines.map(({ cost }) => cost)),
  };
  site.bills.push(bill);
  for (const { additionId, to } of lines)
    site.invoicedThrough.set(additionId, later(to, site.invoicedThrough.get(additionId)));
  if (nextDue === undefined) site.billedOnce.add(agreement.id);
  else site.tables.agreements.put({ ...agreement, nextInvoiceDate: midnightOf(nextDue) });
  return { bill };
}
