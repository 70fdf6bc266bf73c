import { invoiceNames } from "@/components/sync/invoice-names";

const invoice = (contractAgreementId: string | null, periodStart = "2026-10-01") => ({
  contractAgreementId,
  periodStart,
});

test("invoices of one agreement are called by their month", () => {
  expect(invoiceNames([invoice("a-1234"), invoice("a-1234", "2026-09-01")])).toEqual([
    "October 2026",
    "September 2026",
  ]);
});

test("those of several by the end of the agreement’s id", () => {
  expect(invoiceNames([invoice("aaaa-1234"), invoice("aaaa-9876")])).toEqual([
    "October 2026 · PRISM agreement …1234",
    "October 2026 · PRISM agreement …9876",
  ]);
});

test("of an id so much that no two are called alike", () => {
  expect(invoiceNames([invoice("x-51234"), invoice("x-61234"), invoice("7")])).toEqual([
    "October 2026 · PRISM agreement …51234",
    "October 2026 · PRISM agreement …61234",
    "October 2026 · PRISM agreement 7",
  ]);
});

test("an invoice that is gone from the records still has its month", () => {
  expect(invoiceNames([invoice(null), invoice("x-1234")])).toEqual(["October 2026", "October 2026"]);
});
