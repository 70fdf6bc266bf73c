import type { BilledLine, MappedCustomer, ScopeInvoice } from "@/db/queries/runs/bills";
import type { Position } from "@/db/queries/runs/positions";
import { key } from "../plan/testing/build";
import { subjectsOfCustomer } from "./subject";

const customer: MappedCustomer = {
  customerId: "customer-1",
  name: "Wattle Legal",
  tenantId: "tenant-1",
  contractAgreementId: "ca-1",
  psaCompanyId: "company-1",
  psaAgreementId: "agreement-1",
  annualAgreementId: null,
  strategy: "cost_and_retail",
  beginFrom: "2026-09-01",
};

const mapped = new Set(["customer-1"]);

const invoices = [
  invoiceOf("september", "2026-09-01", "2026-09-30"),
  invoiceOf("october", "2026-10-01", "2026-10-31"),
  invoiceOf("november", "2026-11-01", "2026-11-30"),
];

function invoiceOf(id: string, periodStart: string, periodEnd: string): ScopeInvoice {
  return {
    id,
    orgId: "org-1",
    programId: "program-1",
    sourceInvoiceId: id,
    contractAgreementId: "ca-1",
    periodStart,
    periodEnd,
    currency: "AUD",
    statedTotal: null,
    linesTotal: "0",
    lineCount: 1,
    contentHash: id,
    state: "current",
    fetchedAt: new Date(0),
  };
}

function lineOn({ id, periodStart, periodEnd }: ScopeInvoice): BilledLine {
  return {
    invoiceId: id,
    lineNumber: 1,
    subscriptionId: key.slice(0, key.lastIndexOf(":")),
    customerId: "customer-1",
    offerName: "Microsoft 365 Business Premium",
    chargeStart: periodStart,
    chargeEnd: periodEnd,
    quantity: "7",
    unitCost: "20",
    unitPrice: "30",
    billableRatio: "1",
    costAmount: "140",
    priceAmount: "210",
    active: true,
    usageBased: false,
    billedAnnually: false,
    productName: "Microsoft 365 Business Premium",
    productId: "product-1",
    sku: "SKU",
    productListed: true,
    trial: false,
    psaItemId: "item-1",
  };
}

function positionWith({ open, through }: { open: boolean; through: string | null }): Position {
  return {
    key,
    customerId: "customer-1",
    holderId: "customer-1",
    runId: "an earlier run",
    confirmedThrough: through,
    confirmedBefore: null,
    confirmed: null,
    open,
    outstanding: null,
    active: true,
    productName: "Microsoft 365 Business Premium",
    productId: "product-1",
    sku: "SKU",
    productListed: true,
    psaItemId: "item-1",
  };
}

describe("the bills that a subscription is planned by", () => {
  it.each`
    what                                                  | open     | through         | named           | planned
    ${"it is new"}                                        | ${false} | ${null}         | ${["november"]} | ${["november"]}
    ${"its line waits for an amount, nothing is settled"} | ${true}  | ${null}         | ${["october"]}  | ${["october", "november"]}
    ${"it is billed, and no invoice names it any more"}   | ${true}  | ${null}         | ${[]}           | ${["september", "october", "november"]}
    ${"it is settled and goes on"}                        | ${true}  | ${"2026-09-30"} | ${["november"]} | ${["october", "november"]}
    ${"it has ended and returns"}                         | ${false} | ${"2026-09-30"} | ${["november"]} | ${["november"]}
  `("begin where they have to: $what", ({ open, through, named, planned }) => {
    const lines = invoices.filter(({ id }) => named.includes(id)).map(lineOn);
    const positions = new Map([[key, positionWith({ open, through })]]);
    const scope = { runId: "run-1", invoices, positions, again: false, mapped, reversed: new Set<string>() };
    const [subject] = subjectsOfCustomer(customer, lines, scope);
    expect(subject?.bills.map(({ invoiceId }) => invoiceId)).toEqual(planned);
  });
});

describe("a tenant under two contract agreements", () => {
  const other: MappedCustomer = { ...customer, customerId: "customer-2", contractAgreementId: "ca-2" };
  const [, october, november] = invoices;
  if (!october || !november) throw new Error("There are no invoices.");
  const elsewhere = { ...november, id: "november of ca-2", contractAgreementId: "ca-2" };
  const all = [october, november, elsewhere];
  const scope = {
    runId: "run-1",
    invoices: all,
    positions: new Map<string, Position>(),
    again: false,
    mapped: new Set(["customer-1", "customer-2"]),
    reversed: new Set<string>(),
  };

  test("has a key of its own for the usage under each", () => {
    const usage = { ...lineOn(november), usageBased: true };
    const [first] = subjectsOfCustomer(customer, [usage], scope);
    const [second] = subjectsOfCustomer(other, [{ ...usage, invoiceId: elsewhere.id }], scope);
    expect(first?.key).toMatch(/^[0-9a-f-]{36}:azure$/);
    expect(second?.key).toMatch(/^[0-9a-f-]{36}:azure$/);
    expect(first?.key).not.toBe(second?.key);
  });

  test("keeps the key of usage that was invoiced before the tenant moved", () => {
    const usage = { ...lineOn(october), usageBased: true };
    const keys = [customer, { ...customer, contractAgreementId: "ca-2" }].map(
      (one) => subjectsOfCustomer(one, [usage], scope)[0]?.key,
    );
    expect(keys[0]).toBe(keys[1]);
  });

  const moved = { ...positionWith({ open: true, through: "2026-09-30" }), holderId: "customer-2" };

  test("plans a subscription that has moved by the invoices that name it, and misses it in no month of the others", () => {
    const lines = [lineOn(october), lineOn(elsewhere)];
    const positions = new Map([[key, moved]]);
    const [subject, ...more] = subjectsOfCustomer(other, lines, { ...scope, positions });
    expect(subject?.bills.map(({ invoiceId }) => invoiceId)).toEqual(["october", "november of ca-2"]);
    expect(subject?.planned.map(({ lineCount }) => lineCount)).toEqual([1, 1]);
    expect(more).toEqual([]);
  });

  test("looks after what it held only where no other customer of the sync holds it now", () => {
    const positions = new Map([[key, moved]]);
    const keysOf = (of: MappedCustomer, mapped: string[]) =>
      subjectsOfCustomer(of, [], { ...scope, positions, mapped: new Set(mapped) }).map((one) => one.key);
    expect([keysOf(customer, ["customer-1", "customer-2"]), keysOf(customer, ["customer-1"])]).toEqual([
      [],
      [key],
    ]);
    expect(keysOf(other, ["customer-1", "customer-2"])).toEqual([key]);
  });
});
