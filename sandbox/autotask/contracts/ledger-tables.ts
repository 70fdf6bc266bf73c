import { layOutUnits } from "./lay-out";
import { later } from "./periods";
import type { Change, ContractService, LedgerContract, LedgerService, LedgerState } from "./records";
import type { NewContractService } from "./requests";
import { stepsOf } from "./steps";

/** The ledger's rows: they are found, added and laid out here, and nothing is refused. */
export class LedgerTables {
  state: LedgerState = {
    contractServices: [],
    changes: [],
    unitsRows: [],
    charges: [],
    billingItems: [],
    bills: [],
    postedThrough: {},
    lastIds: { contractService: 8000, unitsRow: 50_000, charge: 3000, billingItem: 70_000 },
  };

  contractService(id: number): ContractService | undefined {
    return this.state.contractServices.find((one) => one.id === id);
  }

  /** Oldest first. */
  servicesOf(contractID: number, serviceID: number): ContractService[] {
    return this.state.contractServices
      .filter((one) => one.contractID === contractID && one.serviceID === serviceID)
      .sort((one, other) => one.id - other.id);
  }

  changesOf(contractServiceID: number): Change[] {
    return this.state.changes.filter((one) => one.contractServiceID === contractServiceID);
  }

  /** "" when nothing is posted. */
  lastPostedDay(contractServiceID: number): string {
    return this.state.unitsRows
      .filter((row) => row.contractServiceID === contractServiceID && row.approveAndPostDate !== null)
      .reduce((last, row) => later(last, row.endDate), "");
  }

  /** With the next id, but not kept yet. */
  newService(
    added: Omit<NewContractService, "serviceID">,
    { id: serviceID, unitPrice, unitCost }: LedgerService,
  ): ContractService {
    return {
      id: added.id ?? this.state.lastIds.contractService + 1,
      contractID: added.contractID,
      serviceID,
      unitPrice,
      unitCost,
      adjustedPrice: added.adjustedPrice ?? unitPrice,
      adjustedCost: unitCost,
      invoiceDescription: added.invoiceDescription ?? null,
      internalDescription: added.internalDescription ?? null,
    };
  }

  keepService(service: ContractService): ContractService {
    this.state.contractServices.push(service);
    this.state.lastIds.contractService = Math.max(this.state.lastIds.contractService, service.id);
    return service;
  }

  /** Keeps the changes, lays the units rows out anew, and writes down the price and cost that hold at the end. */
  settle(service: ContractService, changes: readonly Change[], contract: LedgerContract): ContractService {
    const { state } = this;
    const isOther = (one: { contractServiceID: number }) => one.contractServiceID !== service.id;
    const rows = state.unitsRows.filter((row) => !isOther(row));
    const steps = stepsOf(changes);
    const nextRowId = () => ++state.lastIds.unitsRow;
    const laid = layOutUnits({ contract, service, steps, rows, nextRowId });
    state.changes = [...state.changes.filter(isOther), ...changes];
    state.unitsRows = [...state.unitsRows.filter(isOther), ...laid];
    const last = steps.at(-1);
    if (last) Object.assign(service, { adjustedPrice: last.unitPrice, adjustedCost: last.unitCost });
    return service;
  }
}
