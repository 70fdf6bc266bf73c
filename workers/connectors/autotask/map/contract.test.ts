import { type Contract, cycleMonths, mapContract } from "./contract";

const words = {
  types: new Map([
    ["7", "Recurring Service"],
    ["3", "Fixed Price"],
  ]),
  periods: new Map([
    ["2", "Monthly"],
    ["5", "Yearly"],
  ]),
  today: "2026-09-01",
};

const contract: Contract = {
  id: "7001",
  companyID: "174",
  contractName: "Cloud",
  contractType: "7",
  contractPeriodType: "2",
  status: "1",
  startDate: "2026-01-10",
  endDate: "2026-12-31",
};

test("a recurring-service contract is billed as it is posted", () => {
  expect(mapContract(contract, words, "AUD")).toEqual({
    id: "7001",
    companyId: "174",
    name: "Cloud",
    typeName: "Recurring Service",
    status: "active",
    startDate: "2026-01-10",
    endDate: "2026-12-31",
    billStartDate: "2026-01-10",
    nextInvoiceDate: null,
    billed: "as_posted",
    cycleMonths: 1,
    prorates: true,
    oneTime: false,
    currency: "AUD",
  });
});

test.each<[Partial<Contract>, object]>([
  [{ contractType: "3" }, { oneTime: true, billed: null, typeName: "Fixed Price" }],
  [{ contractType: "1" }, { oneTime: false, wrongKind: true, billed: null, typeName: null }],
  [{ contractPeriodType: "5" }, { cycleMonths: 12 }],
  [{ contractPeriodType: null }, { cycleMonths: null }],
  [{ contractPeriodType: "m" }, { cycleMonths: null }],
  [{ status: "0" }, { status: "inactive" }],
  [{ endDate: "2026-08-31" }, { status: "ended" }],
  [{ endDate: "2026-09-01" }, { status: "active" }],
])("%j is read as %j", (change, expected) => {
  expect(mapContract({ ...contract, ...change }, words, null)).toMatchObject(expected);
});

test.each([
  ["Monthly", 1],
  ["Quarterly", 3],
  ["Semi-Annual", 6],
  ["Semi-annually", 6],
  ["Yearly", 12],
  ["Every fortnight", null],
])("a period called %s has %s months", (label, months) => {
  expect(cycleMonths(label)).toBe(months);
});
