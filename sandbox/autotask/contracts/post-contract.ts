import { amountOf, sumOf } from "./decimals";
import { addDays, countDays, earlier, later, type Period, periodOf } from "./periods";
import type { Bill, BillingItem, BillLine, Charge, LedgerContract, LedgerState, UnitsRow } from "./records";
import type { Books } from "./requests";

export type PostContext = { state: LedgerState; books: Books; nextItemId: () => number; postedOn: string };

const isOpenRow = (contract: LedgerContract) => (row: UnitsRow) =>
  row.contractID === contract.id && row.approveAndPostDate === null;

const isOpenCharge = (contract: LedgerContract) => (charge: Charge) =>
  charge.contractID === contract.id && charge.isBillableToCompany && !charge.isBilled;

/** The day by which a charge is told to a period: one bought before the contract or after it counts at its edge. */
const dayOfCharge = (charge: Charge, { startDate, endDate }: LedgerContract) =>
  later(startDate, earlier(charge.datePurchased, endDate));

/**
 * The earliest period of the contract that has something to post, cut off at the contract's end. What belongs to
 * a period that is posted already waits for the next one. Null when nothing is left.
 */
export function nextPeriodToPost(state: LedgerState, contract: LedgerContract): Period | null {
  const days = [
    ...state.unitsRows.filter(isOpenRow(contract)).map((row) => row.startDate),
    ...state.charges.filter(isOpenCharge(contract)).map((charge) => dayOfCharge(charge, contract)),
  ];
  const [first] = days.sort();
  if (first === undefined) return null;
  const posted = state.postedThrough[contract.id];
  const day = posted === undefined ? first : later(first, addDays(posted, 1));
  const { start, end } = periodOf(contract, day);
  return { start, end: day > contract.endDate ? end : earlier(end, contract.endDate) };
}

/**
 * Approves and posts what is open in the period and before it: units rows with their own prorated amounts, charges
 * whole. Rows without units are posted and bill nothing.
 */
export function postPeriod(context: PostContext, contract: LedgerContract, period: Period): Bill {
  const { state, postedOn } = context;
  const rows = state.unitsRows.filter(isOpenRow(contract)).filter((row) => row.startDate <= period.end);
  const charges = state.charges
    .filter(isOpenCharge(contract))
    .filter((charge) => dayOfCharge(charge, contract) <= period.end);
  const billed = rows.filter((row) => row.units !== 0);
  const lines = [...billed.map((row) => rowLine(context, contract, row)), ...charges.map(chargeLine)];
  for (const row of billed) state.billingItems.push(rowItem(context, contract, row));
  for (const charge of charges) state.billingItems.push(chargeItem(context, contract, charge));
  for (const row of rows) row.approveAndPostDate = postedOn;
  for (const charge of charges) charge.isBilled = true;
  state.postedThrough[contract.id] = period.end;
  const bill: Bill = {
    billId: state.bills.length + 1,
    contractId: contract.id,
    contractName: contract.contractName,
    companyId: contract.companyID,
    periodStart: period.start,
    periodEnd: period.end,
    lines,
    total: sumOf(lines.map((line) => line.amount)),
    totalCost: sumOf(lines.map((line) => line.cost)),
  };
  state.bills.push(bill);
  return bill;
}

function rowLine({ books }: PostContext, contract: LedgerContract, row: UnitsRow): BillLine {
  const days = { start: row.startDate, end: row.endDate };
  return {
    contractServiceId: row.contractServiceID,
    chargeId: null,
    serviceId: row.serviceID,
    name: books.service(row.serviceID)?.name ?? "",
    reference: null,
    from: row.startDate,
    to: row.endDate,
    days: countDays(days),
    periodDays: countDays(periodOf(contract, row.startDate)),
    units: String(row.units),
    unitPrice: row.unitPrice,
    amount: row.price,
    unitCost: row.unitCost,
    cost: row.cost,
  };
}

function chargeLine(charge: Charge): BillLine {
  return {
    contractServiceId: null,
    chargeId: charge.id,
    serviceId: null,
    name: charge.name,
    reference: charge.internalPurchaseOrderNumber,
    from: charge.datePurchased,
    to: charge.datePurchased,
    days: 1,
    periodDays: 1,
    units: charge.unitQuantity,
    unitPrice: charge.unitPrice,
    amount: amountOf(charge.unitQuantity, charge.unitPrice),
    unitCost: charge.unitCost,
    cost: amountOf(charge.unitQuantity, charge.unitCost),
  };
}

function rowItem({ nextItemId, books, postedOn }: PostContext, contract: LedgerContract, row: UnitsRow) {
  const item: BillingItem = {
    id: nextItemId(),
    companyID: contract.companyID,
    contractID: contract.id,
    contractServiceID: row.contractServiceID,
    contractServicePeriodID: row.id,
    contractChargeID: null,
    serviceID: row.serviceID,
    billingCodeID: null,
    itemName: books.service(row.serviceID)?.name ?? "",
    itemDate: row.endDate,
    quantity: String(row.units),
    rate: row.unitPrice,
    extendedPrice: row.price,
    totalAmount: row.price,
    ourCost: row.cost,
    postedDate: postedOn,
    invoiceID: null,
  };
  return item;
}

function chargeItem({ nextItemId, postedOn }: PostContext, contract: LedgerContract, charge: Charge) {
  const amount = amountOf(charge.unitQuantity, charge.unitPrice);
  const item: BillingItem = {
    id: nextItemId(),
    companyID: contract.companyID,
    contractID: contract.id,
    contractServiceID: null,
    contractServicePeriodID: null,
    contractChargeID: charge.id,
    serviceID: null,
    billingCodeID: charge.billingCodeID,
    itemName: charge.name,
    itemDate: charge.datePurchased,
    quantity: charge.unitQuantity,
    rate: charge.unitPrice,
    extendedPrice: amount,
    totalAmount: amount,
    ourCost: amountOf(charge.unitQuantity, charge.unitCost),
    postedDate: postedOn,
    invoiceID: null,
  };
  return item;
}
