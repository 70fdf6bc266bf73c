import { layOutUnits } from "./lay-out";
import { later } from "./periods";
import type {
  Change,
  ContractService,
  LedgerContract,
  LedgerService,
  LedgerState,
  UnitsRow,
} from "./records";
import type { NewContractService } from "./requests";
import { stepsOf } from "./steps";

/** What is kept in one list each; services, their changes and their units have lists of their own. */
type Lists = Omit<LedgerState, "contractServices" | "changes" | "unitsRows">;

/** The ledger's rows: they are found, added and laid out here, and nothing is refused. */
export class LedgerTables {
  private lists: Lists = {
    charges: [],
    billingItems: [],
    bills: [],
    postedThrough: {},
    lastIds: { contractService: 8000, unitsRow: 50_000, charge: 3000, billingItem: 70_000 },
  };
  private services = new Map<number, ContractService>();
  private servicesByContract = new Map<number, ContractService[]>();
  /** By contract service. */
  private changes = new Map<number, Change[]>();
  private units = new Map<number, UnitsRow[]>();

  get state(): LedgerState {
    const changes = [...this.changes.values()].flat();
    const unitsRows = [...this.units.values()].flat();
    return { ...this.lists, contractServices: this.contractServices, changes, unitsRows };
  }

  set state(state: LedgerState) {
    const { contractServices, changes, unitsRows, ...lists } = state;
    this.lists = lists;
    this.services = new Map();
    this.servicesByContract = new Map();
    for (const service of contractServices) this.addService(service);
    this.changes = groupByService(changes);
    this.units = groupByService(unitsRows);
  }

  /** What posting one contract needs; what it changes there is changed here. */
  stateOf(contractID: number): LedgerState {
    return { ...this.lists, contractServices: [], changes: [], unitsRows: this.unitsOf(contractID) };
  }

  /** The lists that grow with what is posted and charged. */
  get kept(): Lists {
    return this.lists;
  }

  get contractServices(): ContractService[] {
    return [...this.services.values()];
  }

  contractService(id: number): ContractService | undefined {
    return this.services.get(id);
  }

  servicesOfContract(contractID: number): ContractService[] {
    return this.servicesByContract.get(contractID) ?? [];
  }

  /** Oldest first. */
  servicesOf(contractID: number, serviceID: number): ContractService[] {
    return this.servicesOfContract(contractID)
      .filter((one) => one.serviceID === serviceID)
      .sort((one, other) => one.id - other.id);
  }

  changesOf(contractServiceID: number): Change[] {
    return this.changes.get(contractServiceID) ?? [];
  }

  rowsOf(contractServiceID: number): UnitsRow[] {
    return this.units.get(contractServiceID) ?? [];
  }

  /** Of all services of a contract. */
  unitsOf(contractID: number): UnitsRow[] {
    return this.servicesOfContract(contractID).flatMap(({ id }) => this.rowsOf(id));
  }

  /** "" when nothing is posted. */
  lastPostedDay(contractServiceID: number): string {
    return this.rowsOf(contractServiceID)
      .filter((row) => row.approveAndPostDate !== null)
      .reduce((last, row) => later(last, row.endDate), "");
  }

  /** With the next id, but not kept yet. */
  newService(
    added: Omit<NewContractService, "serviceID">,
    { id: serviceID, unitPrice, unitCost }: LedgerService,
  ): ContractService {
    return {
      id: added.id ?? this.lists.lastIds.contractService + 1,
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
    this.addService(service);
    this.lists.lastIds.contractService = Math.max(this.lists.lastIds.contractService, service.id);
    return service;
  }

  /** Keeps the changes, lays the units rows out anew, and writes down the price and cost that hold at the end. */
  settle(service: ContractService, changes: readonly Change[], contract: LedgerContract): ContractService {
    const { lastIds } = this.lists;
    const steps = stepsOf(changes);
    const nextRowId = () => ++lastIds.unitsRow;
    const laid = layOutUnits({ contract, service, steps, rows: this.rowsOf(service.id), nextRowId });
    this.changes.set(service.id, [...changes]);
    this.units.set(service.id, laid);
    const last = steps.at(-1);
    if (last) Object.assign(service, { adjustedPrice: last.unitPrice, adjustedCost: last.unitCost });
    return service;
  }

  private addService(service: ContractService): void {
    this.services.set(service.id, service);
    const siblings = this.servicesByContract.get(service.contractID);
    if (siblings) siblings.push(service);
    else this.servicesByContract.set(service.contractID, [service]);
  }
}

function groupByService<T extends { contractServiceID: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.contractServiceID);
    if (group) group.push(row);
    else groups.set(row.contractServiceID, [row]);
  }
  return groups;
}
