import type { SourceInvoice } from "@/workers/connectors/source";
import { selectInvoices } from "./refresh-invoices";

function invoice(month: string, total: string | null = "100.00", agreement = "ca-1"): SourceInvoice {
  return {
    invoiceId: `${agreement}-${month}`,
    programName: "Microsoft CSP",
    contractAgreementId: agreement,
    periodStart: `${month}-01`,
    periodEnd: `${month}-28`,
    total,
    currency: "AUD",
  };
}

function known(...invoices: SourceInvoice[]) {
  return invoices.map((one) => ({
    invoiceId: `ours-${one.invoiceId}`,
    sourceInvoiceId: one.invoiceId,
    contractAgreementId: one.contractAgreementId,
    periodStart: one.periodStart,
    statedTotal: one.total,
  }));
}

const [august, september, october] = [invoice("2026-08"), invoice("2026-09"), invoice("2026-10")];
const listed = [october, september, august];

describe("which invoices are fetched", () => {
  it.each([
    ["nothing is mapped: the newest alone", [], { begin: null, again: false }, ["ca-1-2026-10"]],
    [
      "from the first month that a customer begins with, oldest first",
      [],
      { begin: "2026-09-01", again: false },
      ["ca-1-2026-09", "ca-1-2026-10"],
    ],
    ["all are known: none", known(september, october), { begin: "2026-09-01", again: false }, []],
    [
      "a person asked: the newest again",
      known(september, october),
      { begin: "2026-09-01", again: true },
      ["ca-1-2026-10"],
    ],
    [
      "a total has changed: that one again",
      known(invoice("2026-09", "99.99"), october),
      { begin: "2026-09-01", again: false },
      ["ca-1-2026-09"],
    ],
    [
      "the same total in other digits is the same",
      known(september, invoice("2026-10", "100")),
      { begin: "2026-09-01", again: false },
      [],
    ],
  ])("%s", (_name, stored, options, wanted) => {
    expect(selectInvoices(listed, stored, options).map((one) => one.invoiceId)).toEqual(wanted);
  });

  it("takes the newest of each contract agreement", () => {
    const other = invoice("2026-09", "5.00", "ca-2");
    const chosen = selectInvoices([october, september, other], [], { begin: null, again: false });
    expect(chosen.map((one) => one.invoiceId)).toEqual(["ca-2-2026-09", "ca-1-2026-10"]);
  });
});
