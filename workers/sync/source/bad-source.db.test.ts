import {
  type BadInput,
  type BadInputRig,
  expectHarmless,
  startBadInputRig,
} from "@/scripts/testing/bad-input";
import type { Rig } from "@/scripts/testing/rig";
import { enterKeys, runIssuesOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

let bed: BadInputRig;
beforeAll(async () => {
  bed = await startBadInputRig();
});
afterAll(() => bed.rig.close());

const html = "<!doctype html><html><body>Sign in to continue</body></html>";
const always = (path: string, effect: object) => (rig: Rig) =>
  rig.control.fault({ service: "prism", path, times: "always", effect });
const editInvoice = (change: object) => (rig: Rig) =>
  rig.control.edit("prism", "invoices", bed.invoiceId, change);
const nothing = async () => {};

const inputs: Omit<BadInput, "from">[] = [
  {
    what: "wrong keys",
    code: "source_unauthorised",
    says: /PRISM refused the keys of your account/,
    refused: "source",
    spoil: (rig) => enterKeys(rig, "source", { clientId: "prism-sandbox-client", clientSecret: "wrong" }),
    mend: (rig) => {
      const { clientId, clientSecret } = rig.sandbox.endpoints.prism;
      return enterKeys(rig, "source", { clientId, clientSecret });
    },
  },
  {
    what: "keys that are no longer a secret of ours",
    code: "source_unauthorised",
    says: /The stored keys can no longer be opened/,
    refused: "source",
    spoil: (rig) => enterKeys(rig, "source", { somethingElse: "x" }),
    mend: (rig) => {
      const { clientId, clientSecret } = rig.sandbox.endpoints.prism;
      return enterKeys(rig, "source", { clientId, clientSecret });
    },
  },
  {
    what: "a list of invoices that breaks off",
    code: "source_inconsistent",
    says: /What PRISM sent cannot be right\. The answer broke off/,
    refused: null,
    spoil: always("/api/v2/invoices", { kind: "truncate" }),
    mend: nothing,
  },
  {
    what: "a list of invoices whose text is cut",
    code: "source_inconsistent",
    says: /What PRISM sent cannot be right\./,
    refused: null,
    spoil: always("/api/v2/invoices", { kind: "truncate", clean: true }),
    mend: nothing,
  },
  {
    what: "a web page in place of the tenants",
    code: "source_inconsistent",
    says: /What PRISM sent cannot be right\./,
    refused: null,
    spoil: always("/api/v2/contractagreements", { kind: "answer", status: 200, body: html }),
    mend: nothing,
  },
  {
    what: "a web page in place of the invoice",
    code: "source_inconsistent",
    says: /came as text\/html/,
    refused: null,
    spoil: always("/api/v1/me/invoice", { kind: "answer", status: 200, body: html }),
    mend: nothing,
  },
  {
    what: "a gateway's error page",
    code: "source_unavailable",
    says: /PRISM did not answer, or answered with an error of its own/,
    refused: null,
    spoil: always("/api/v2/invoices", { kind: "answer", status: 502, body: html }),
    mend: nothing,
  },
  {
    what: "an invoice that breaks off in the middle",
    code: "source_inconsistent",
    says: /What PRISM sent cannot be right\./,
    refused: null,
    spoil: always("/api/v1/me/invoice", { kind: "truncate" }),
    mend: nothing,
  },
  {
    what: "an invoice that ends too early",
    code: "source_inconsistent",
    says: /Row \d+ of the invoice|but its lines sum to/,
    refused: null,
    spoil: always("/api/v1/me/invoice", { kind: "truncate", clean: true }),
    mend: nothing,
  },
  {
    what: "a malformed row",
    code: "source_inconsistent",
    says: /Row 4 of the invoice: \w+ is not a number/,
    refused: null,
    spoil: editInvoice({ malformedRow: { row: 3, kind: "bad_number" } }),
    mend: editInvoice({ malformedRow: null }),
  },
  {
    what: "a malformed date",
    code: "source_inconsistent",
    says: /Row 6 of the invoice: \w+ is not a date/,
    refused: null,
    spoil: editInvoice({ malformedRow: { row: 5, kind: "bad_date" } }),
    mend: editInvoice({ malformedRow: null }),
  },
  {
    what: "an empty list of invoices",
    code: "source_inconsistent",
    says: /Its list of invoices is empty, though it had some before/,
    refused: null,
    spoil: always("/api/v2/invoices", {
      kind: "answer",
      status: 200,
      body: { Page: 1, PageSize: 100, TotalRecords: 0, Records: [] },
    }),
    mend: nothing,
  },
];

describe("bad input from PRISM ends the run in Error, changes nothing and loses nothing", () => {
  test.each(inputs.map((input, index) => ({ ...input, quantity: 11 + index })))(
    "$what: $code",
    ({ quantity, ...input }) => expectHarmless(bed, { ...input, from: "source" }, quantity),
  );

  test("an invoice whose lines do not sum names both amounts", async () => {
    await expectHarmless(
      bed,
      {
        what: "a wrong total",
        from: "source",
        code: "source_inconsistent",
        says: /says that it comes to A?\$1\.00, but its lines sum to A?\$[\d,]+\.\d\d/,
        refused: null,
        spoil: editInvoice({ total: "1.00" }),
        mend: async (rig) => {
          // The total follows from the lines again once a person has taken the wrong one back.
          const sum = (await runIssuesOf(rig, (await rig.runs()).at(-1)?.id ?? ""))[0]?.facts.sum;
          await editInvoice({ total: sum })(rig);
        },
      },
      40,
    );
  });
});
