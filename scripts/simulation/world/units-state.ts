import type { ContractService, PsaAgreement, UnitsAdjustment } from "@/workers/connectors/psa";
import {
  adjustContract,
  type ModelContract,
  Refusal as ModelRefusal,
  readServices,
} from "@/workers/sync/plan/testing/units-model";
import { type CommonState, openAgreement, Refusal } from "./psa";

/** Autotask: contracts with services that hold units day by day. */
export type UnitsState = CommonState & { contracts: Record<string, ModelContract> };

type Change<T> = (state: UnitsState) => { state: UnitsState; answer: T };

export function emptyUnits(): UnitsState {
  const agreements = [0, 1].map((index) => openAgreement("autotask", index));
  const contracts = Object.fromEntries(
    agreements.map(({ id, endDate }): [string, ModelContract] => [
      id,
      {
        startDate: "2026-10-01",
        endDate: endDate ?? "2027-03-31",
        boundary: "2026-10-01",
        allowRepeat: true,
        services: [],
      },
    ]),
  );
  return { agreements, items: [], charges: [], contracts, nextId: 1 };
}

export function adjustUnits(adjustment: UnitsAdjustment): Change<null> {
  return (state) => {
    const found = state.contracts[adjustment.agreementId];
    if (!found) throw new Refusal("there is no such contract");
    const contract = structuredClone(found);
    // Unlike the planner's tests: one day may be adjusted again and again.
    for (const service of contract.services) service.adjustedOn.clear();
    try {
      adjustContract(contract, adjustment);
    } catch (error) {
      throw error instanceof ModelRefusal ? new Refusal(error.message) : error;
    }
    return {
      state: { ...state, contracts: { ...state.contracts, [adjustment.agreementId]: contract } },
      answer: null,
    };
  };
}

export function servicesOf(state: UnitsState, agreement: PsaAgreement) {
  const contract = state.contracts[agreement.id];
  const services = contract ? readServices(contract) : [];
  return {
    agreement: { ...agreement, nextInvoiceDate: contract?.boundary ?? null },
    services: services.map(
      (service): ContractService => ({
        ...service,
        agreementId: agreement.id,
        rows: service.rows.map((row) => ({ ...row })),
      }),
    ),
  };
}
