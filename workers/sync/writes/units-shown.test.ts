import type { ContractService, PsaAgreement, UnitsRow } from "@/workers/connectors/psa";
import type { AdjustUnits } from "./units-body";
import { type ContractRead, stepsFrom, unitsShown } from "./units-shown";

/** Periods step from the 1st; October has 31 days, November 30. */
const agreement: PsaAgreement = {
  id: "70",
  companyId: "1",
  name: "Cloud",
  typeName: "Recurring Service",
  status: "active",
  startDate: "2026-01-01",
  endDate: "2026-11-30",
  billStartDate: null,
  nextInvoiceDate: "2026-10-01",
  billed: "as_posted",
  cycleMonths: 1,
  prorates: true,
  oneTime: false,
  currency: "AUD",
};

type Row = [from: string, to: string, units: number, price: string];

function rowsOf(rows: Row[]): UnitsRow[] {
  return rows.map(([from, to, units, priceAmount], index) => ({
    id: String(index),
    from,
    to,
    units: String(units),
    priceAmount,
    costAmount: priceAmount,
    posted: false,
  }));
}

const serviceOf = (id: string, rows: Row[], itemId = "9"): ContractService => ({
  id,
  agreementId: "70",
  itemId,
  itemName: "Premium",
  unitPrice: "10",
  unitCost: "10",
  rows: rowsOf(rows),
});

const read = (...services: ContractService[]): ContractRead => ({ agreement, services });

const even: Row[] = [
  ["2026-10-01", "2026-10-31", 4, "40"],
  ["2026-11-01", "2026-11-30", 4, "40"],
];
/** Three more from the 10th of October. */
const grown: Row[] = [
  ["2026-10-01", "2026-10-09", 4, "11.61"],
  ["2026-10-10", "2026-10-31", 7, "49.68"],
  ["2026-11-01", "2026-11-30", 7, "70"],
];

type Change = Partial<Omit<AdjustUnits["desired"], "agreementId">> & { ids?: string[] };

function adjustment({ ids = ["5"], ...change }: Change = {}): AdjustUnits {
  const desired = {
    agreementId: "70",
    itemId: "9",
    serviceId: "5",
    repeat: false,
    date: "2026-10-10",
    unitChange: "3",
    unitPrice: null,
    unitCost: null,
    ...change,
  };
  const steps = stepsFrom(desired.serviceId === null ? [] : rowsOf(even), desired.date);
  return {
    operation: "adjust_units",
    psaAgreementId: "70",
    targetId: desired.serviceId,
    before: { serviceIds: ids, steps, keys: ["a:licence"] },
    desired,
  };
}

const made = { serviceId: null, ids: [] as string[], date: "2026-10-01", unitChange: "4" };
const ahead = (date: string, price: string): Row[] => [
  ["2026-10-01", "2026-10-09", 4, "11.61"],
  [date, "2026-10-31", 4, price],
  ["2026-11-01", "2026-11-30", 4, "48"],
];

test.each<[string, ContractRead, AdjustUnits, string]>([
  ["nothing has changed", read(serviceOf("5", even)), adjustment(), "before"],
  ["units went up from the date", read(serviceOf("5", grown)), adjustment(), "desired"],
  [
    "it was made twice",
    read(serviceOf("5", [...even.slice(0, 0), ["2026-10-01", "2026-11-30", 10, "0"]])),
    adjustment(),
    "other",
  ],
  [
    "only the first period shows it",
    read(serviceOf("5", [...grown.slice(0, 2), ["2026-11-01", "2026-11-30", 4, "40"]])),
    adjustment(),
    "other",
  ],
  [
    "a person took some away since, from a later day",
    read(serviceOf("5", [...grown.slice(0, 2), ["2026-11-01", "2026-11-30", 6, "60"]])),
    adjustment(),
    "other",
  ],
  ["the service is gone", read(), adjustment(), "other"],
  [
    "another item's service changed",
    read(serviceOf("5", even), serviceOf("6", grown, "8")),
    adjustment(),
    "before",
  ],
  [
    "the contract was extended besides: the last units go on",
    read(serviceOf("5", [...even, ["2026-12-01", "2026-12-31", 4, "40"]])),
    adjustment(),
    "before",
  ],
  [
    "the contract was extended, and the adjustment shows",
    read(serviceOf("5", [...grown, ["2026-12-01", "2026-12-31", 7, "70"]])),
    adjustment(),
    "desired",
  ],
  ["a service is not made yet", read(), adjustment(made), "before"],
  ["a service was made", read(serviceOf("6", even)), adjustment(made), "desired"],
  ["a service was made without units", read(serviceOf("6", [])), adjustment(made), "before"],
  ["two were made", read(serviceOf("6", even), serviceOf("7", even)), adjustment(made), "other"],
  [
    "a second one beside a known one was made",
    read(serviceOf("5", grown), serviceOf("6", even)),
    adjustment({ ...made, ids: ["5"], repeat: true }),
    "desired",
  ],
  [
    "a second one is not there, whatever the first holds",
    read(serviceOf("5", even)),
    adjustment({ ...made, ids: ["5"], repeat: true }),
    "before",
  ],
  [
    "a price is not changed yet",
    read(serviceOf("5", even)),
    adjustment({ unitChange: "0", unitPrice: "12" }),
    "before",
  ],
  [
    "a price counts from the date, within a cent",
    read(serviceOf("5", ahead("2026-10-10", "34.07"))),
    adjustment({ unitChange: "0", unitPrice: "12" }),
    "desired",
  ],
  [
    "more than a cent is another price",
    read(serviceOf("5", ahead("2026-10-10", "34.09"))),
    adjustment({ unitChange: "0", unitPrice: "12" }),
    "before",
  ],
  [
    "units changed but the price did not",
    read(serviceOf("5", grown)),
    adjustment({ unitPrice: "12" }),
    "other",
  ],
])("%s", (_case, contract, intent, found) => {
  expect(unitsShown(contract, intent).found).toBe(found);
});

test("steps name each change once, days without a row as none, and what holds from the date on", () => {
  const gap: Row[] = [
    ["2026-09-01", "2026-09-30", 9, "90"],
    ["2026-10-01", "2026-10-04", 4, "5"],
    ["2026-10-15", "2026-10-31", 4, "5"],
    ["2026-11-01", "2026-11-30", 4, "40"],
  ];
  expect(stepsFrom(rowsOf(gap), "2026-10-03")).toEqual([
    { from: "2026-10-03", units: "4" },
    { from: "2026-10-05", units: "0" },
    { from: "2026-10-15", units: "4" },
  ]);
  expect(stepsFrom([], "2026-10-03")).toEqual([{ from: "2026-10-03", units: "0" }]);
});
