import { agreementSchema } from "../schemas";
import { billedBy, cycleMonths, mapAgreement } from "./agreement";

const wire = {
  id: "1578",
  name: "Cloud",
  company: { id: "19303" },
  type: { name: "Managed Services" },
  startDate: "2019-09-24T00:00:00Z",
  agreementStatus: "Active",
  billingCycle: { name: "Monthly" },
  billStartDate: "2019-10-01T00:00:00Z",
  nextInvoiceDate: "2026-09-01T00:00:00Z",
  periodType: "Current",
  prorateFlag: true,
  currency: { currencyCode: "AUD" },
};
const mapped = (change: object = {}) => mapAgreement(agreementSchema.parse({ ...wire, ...change }));

test("an agreement in our words", () => {
  expect(mapped()).toEqual({
    id: "1578",
    companyId: "19303",
    name: "Cloud",
    typeName: "Managed Services",
    status: "active",
    startDate: "2019-09-24",
    endDate: null,
    billStartDate: "2019-10-01",
    nextInvoiceDate: "2026-09-01",
    billed: "in_arrears",
    cycleMonths: 1,
    prorates: true,
    oneTime: false,
    currency: "AUD",
  });
});

test.each<[object, object]>([
  [{ agreementStatus: "Expired" }, { status: "ended" }],
  [{ agreementStatus: "Cancelled" }, { status: "cancelled" }],
  [{ agreementStatus: "Inactive" }, { status: "inactive" }],
  [{ cancelledFlag: true }, { status: "cancelled" }],
  [{ endDate: "2026-12-31T00:00:00Z" }, { endDate: "2026-12-31", status: "active" }],
  [{ endDate: "2026-12-31T00:00:00Z", noEndingDateFlag: true }, { endDate: null }],
  [{ nextInvoiceDate: "09/01/2026" }, { nextInvoiceDate: null }],
  [{ nextInvoiceDate: null }, { nextInvoiceDate: null }],
  [{ prorateFlag: null }, { prorates: false }],
  [{ billOneTimeFlag: true }, { oneTime: true }],
  [{ currency: null }, { currency: null }],
  [{ currency: { currencyCode: "$" } }, { currency: null }],
  [{ type: null }, { typeName: null }],
])("with %j it is %j", (change, expected) => expect(mapped(change)).toMatchObject(expected));

test.each([
  ["Current", "in_arrears"],
  ["Future", "in_advance"],
  ["Both", null],
  ["Undefined", null],
  [null, null],
])("period type %p bills %p", (periodType, billed) => expect(billedBy(periodType)).toBe(billed));

test.each([
  ["Monthly", 1],
  ["Bi-Monthly", 2],
  ["BiMonthly", 2],
  ["Quarterly", 3],
  ["Semi-Annual", 6],
  ["Yearly", 12],
  ["Annual", 12],
  ["Weekly", null],
  ["Bi-Weekly", null],
  ["Not Recurring", null],
  ["Every other full moon", null],
  [null, null],
])("a cycle called %p has %p months", (name, months) => expect(cycleMonths(name)).toBe(months));
