import type { AutotaskCompanySeed, AutotaskContractSeed, AutotaskSeed } from "../../world/seed";
import { ContractLedger } from "./ledger";
import { addDays, periodsBetween } from "./periods";
import type { LedgerContract, LedgerState } from "./records";

/**
 * The books as they have grown: each contract service since its first day, each contract posted through the day that
 * the seed names, on the day after each period. Billing items of those days are kept, bills are not.
 */
export function seededLedger(seed: AutotaskSeed): LedgerState {
  let today = "";
  const companies = new Map(seed.companies.map((company) => [company.id, company]));
  const contracts = seed.contracts.map((contract) =>
    contractFrom(seed, contract, companies.get(contract.companyID)),
  );
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  const ledger = new ContractLedger({
    contracts: () => contracts,
    contract: (id) => byId.get(id),
    service: (id) => seed.services.find((one) => one.id === id),
    settings: () => ({
      sameDateAdjustments: "refused",
      adjustmentsInPostedPeriods: "refused",
      allowRepeatService: true,
    }),
    today: () => today,
  });
  for (const held of seed.contractServices) {
    const { contractID, startDate, units, adjustedPrice, adjustedCost, ...named } = held;
    ledger.addService({ contractID, ...named });
    ledger.adjust({
      contractID,
      contractServiceID: held.id,
      effectiveDate: startDate,
      unitChange: units,
      adjustedUnitPrice: adjustedPrice,
      adjustedUnitCost: adjustedCost,
    });
  }
  for (const contract of seed.contracts) {
    const { id, startDate, postedThrough } = contract;
    if (postedThrough === undefined) continue;
    for (const { end } of periodsBetween(contract, startDate, postedThrough)) {
      if (end > postedThrough) break;
      today = addDays(end, 1);
      ledger.post({ contractIds: [id], until: end });
    }
  }
  return { ...ledger.snapshot(), bills: [] };
}

function contractFrom(
  seed: AutotaskSeed,
  contract: AutotaskContractSeed,
  company: AutotaskCompanySeed | undefined,
): LedgerContract {
  const exchangeRate = seed.currencies.find((one) => one.id === company?.currencyID)?.exchangeRate;
  return { ...contract, ...(exchangeRate !== undefined && { exchangeRate }) };
}
