import { ContractLedger } from "../ledger";
import type { LedgerContract, UnitsRow } from "../records";
import type { LedgerSettings } from "../requests";

export const ids = {
  monthly: 1,
  fixed: 3,
  quarterly: 4,
  lastDays: 5,
  inactive: 6,
  yearly: 7,
  premium: 101,
  basic: 102,
};

const contract = (id: number, rest: Partial<LedgerContract> = {}): LedgerContract => ({
  id,
  companyID: 900 + id,
  contractName: `Contract ${id}`,
  contractType: 7,
  status: 1,
  startDate: "2026-08-01",
  endDate: "2027-07-31",
  contractPeriodType: 2,
  ...rest,
});

/** A ledger over a handful of contracts and two services, with the switches and the contracts at hand. */
export function tinyBooks() {
  const contracts = [
    contract(ids.monthly),
    contract(ids.fixed, { contractType: 3 }),
    contract(ids.quarterly, { contractPeriodType: 3 }),
    contract(ids.lastDays, { startDate: "2026-08-31", endDate: "2027-08-30" }),
    contract(ids.inactive, { status: 0 }),
    contract(ids.yearly, { contractPeriodType: 5, endDate: "2028-07-31" }),
  ];
  const services = [
    { id: ids.premium, name: "Premium", unitPrice: "34.55", unitCost: "28.19" },
    { id: ids.basic, name: "Basic", unitPrice: "9.30", unitCost: "7.59" },
  ];
  const settings: LedgerSettings = {
    sameDateAdjustments: "refused",
    adjustmentsInPostedPeriods: "refused",
    allowRepeatService: true,
  };
  const ledger = new ContractLedger({
    contracts: () => contracts,
    contract: (id) => contracts.find((one) => one.id === id),
    service: (id) => services.find((one) => one.id === id),
    settings: () => settings,
    today: () => "2026-11-02",
  });
  return {
    ledger,
    settings,
    /** Signed units of Premium on a day. */
    adjust: (contractID: number, effectiveDate: string, unitChange: number, rest = {}) =>
      ledger.adjust({ contractID, serviceID: ids.premium, effectiveDate, unitChange, ...rest }),
    /** Stores the new end as well. */
    extend(id: number, endDate: string) {
      ledger.extend(id, endDate);
      for (const one of contracts) if (one.id === id) one.endDate = endDate;
    },
    rowsOf: (contractID: number): UnitsRow[] =>
      ledger.unitsRows
        .filter((row) => row.contractID === contractID)
        .toSorted((one, other) => (one.startDate < other.startDate ? -1 : 1)),
  };
}
