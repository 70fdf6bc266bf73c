import { LedgerTables } from "./ledger-tables";
import { addDays, later } from "./periods";
import { nextPeriodToPost, postPeriod } from "./post-contract";
import {
  type Bill,
  type BillingItem,
  type Change,
  type Charge,
  type ContractService,
  type LedgerContract,
  type LedgerService,
  type LedgerState,
  ledgerState,
  type UnitsRow,
} from "./records";
import { Refused, refusals } from "./refused";
import type {
  Adjustment,
  Books,
  ContractServiceEdit,
  NewCharge,
  NewContractService,
  PostAnswer,
  PostRequest,
} from "./requests";
import { stepsOf, withChange } from "./steps";

export type { Books, NewCharge } from "./requests";

const recurringService = 7;
const inEffect = 1;

/**
 * The contracts' books: services, units by period, charges, and what was posted. Money is decimal text, dates are
 * plain. What Autotask would refuse throws Refused with its words and changes nothing.
 */
export class ContractLedger {
  private readonly tables = new LedgerTables();

  constructor(private readonly books: Books) {}

  get contractServices(): readonly ContractService[] {
    return this.tables.contractServices;
  }

  /** In no particular order; a row keeps its id while its first day stays. */
  get unitsRows(): readonly UnitsRow[] {
    return this.tables.state.unitsRows;
  }

  contractService(id: number): ContractService | undefined {
    return this.tables.contractService(id);
  }

  servicesOfContract(contractId: number): readonly ContractService[] {
    return this.tables.servicesOfContract(contractId);
  }

  unitsOfContract(contractId: number): readonly UnitsRow[] {
    return this.tables.unitsOf(contractId);
  }

  unitsOfService(contractServiceId: number): readonly UnitsRow[] {
    return this.tables.rowsOf(contractServiceId);
  }

  get charges(): readonly Charge[] {
    return this.tables.kept.charges;
  }

  get billingItems(): readonly BillingItem[] {
    return this.tables.kept.billingItems;
  }

  get bills(): readonly Bill[] {
    return this.tables.kept.bills;
  }

  /** Answers the contract service that was changed, or made because the contract lacked it. */
  adjust(adjustment: Adjustment): ContractService {
    const contract = this.recurringContract(adjustment.contractID);
    const { effectiveDate: date, unitChange, adjustedUnitPrice, adjustedUnitCost } = adjustment;
    if (!Number.isInteger(unitChange)) throw new Refused(refusals.wholeUnits);
    if (date < contract.startDate || date > contract.endDate) throw new Refused(refusals.outsideContract);
    const { service: found, catalog } = this.serviceFor(adjustment);
    if (found) this.refuseDate(found, date);

    const service = found ?? this.tables.newService({ contractID: contract.id }, catalog);
    const before = this.tables.changesOf(service.id);
    const isFirst = before.length === 0;
    const changes = withChange(before, {
      contractServiceID: service.id,
      date,
      unitChange,
      unitPrice: adjustedUnitPrice ?? (isFirst ? service.adjustedPrice : undefined),
      unitCost: adjustedUnitCost ?? (isFirst ? service.adjustedCost : undefined),
      isAdjustment: true,
    });
    if (stepsOf(changes).some((step) => step.units < 0)) throw new Refused(refusals.negativeUnits);
    if (!found) this.tables.keepService(service);
    return this.tables.settle(service, changes, contract);
  }

  /** A contract service without units: its first adjustment gives it rows. */
  addService(added: NewContractService): ContractService {
    const contract = this.recurringContract(added.contractID);
    const catalog = this.catalogService(added.serviceID);
    if (this.tables.servicesOf(contract.id, catalog.id).length > 0)
      if (!this.books.settings().allowRepeatService) throw new Refused(refusals.repeatedService);
    return this.tables.keepService(this.tables.newService(added, catalog));
  }

  /** A new adjustedPrice counts for all days that are not posted. */
  changeService(id: number, edit: ContractServiceEdit): ContractService {
    const service = this.tables.contractService(id);
    if (!service) throw new Refused(refusals.unknown("id", "ContractService"));
    const contract = this.recurringContract(service.contractID);
    const { adjustedPrice = service.adjustedPrice, ...texts } = edit;
    Object.assign(service, { adjustedPrice, ...texts });
    const [first] = this.tables.changesOf(id);
    if (edit.adjustedPrice === undefined || !first) return service;
    const posted = this.tables.lastPostedDay(id);
    const change: Change = {
      contractServiceID: id,
      date: posted === "" ? first.date : later(first.date, addDays(posted, 1)),
      unitChange: 0,
      unitPrice: edit.adjustedPrice,
      isAdjustment: false,
    };
    return this.tables.settle(service, withChange(this.tables.changesOf(id), change), contract);
  }

  /**
   * Call it before the contract's new end is stored: the last units and price go on to it; or rows are cut off there,
   * and changes after it are forgotten for good.
   */
  extend(contractId: number, endDate: string): void {
    const contract = this.contract(contractId);
    if (endDate < contract.startDate) throw new Refused(refusals.endsBeforeStart);
    const services = this.tables.servicesOfContract(contractId);
    if (services.some(({ id }) => this.tables.lastPostedDay(id) > endDate))
      throw new Refused(refusals.endsBeforePosted);
    for (const service of services) {
      const kept = this.tables.changesOf(service.id).filter((change) => change.date <= endDate);
      this.tables.settle(service, kept, { ...contract, endDate });
    }
  }

  addCharge(charge: NewCharge): Charge {
    this.contract(charge.contractID);
    const added = { ...charge, id: ++this.tables.kept.lastIds.charge, isBilled: false };
    this.tables.kept.charges.push(added);
    return added;
  }

  changeCharge(id: number, edit: Partial<Omit<NewCharge, "contractID">>): Charge {
    return Object.assign(this.openCharge(id), edit);
  }

  removeCharge(id: number): Charge {
    const charge = this.openCharge(id);
    this.tables.kept.charges = this.charges.filter((one) => one !== charge);
    return charge;
  }

  /** "Approve and post": the next period of each contract that has something to post, or all that end by `until`. */
  post({ contractIds, until }: PostRequest = {}): PostAnswer {
    const contracts = contractIds?.map((id) => this.contract(id)) ?? this.books.contracts();
    const bills: PostAnswer["bills"] = [];
    const skipped: PostAnswer["skipped"] = [];
    for (const contract of contracts) {
      const posted = contract.status === inEffect ? this.postContract(contract, until) : [];
      bills.push(...posted);
      if (posted.length > 0) continue;
      const { id: contractId, contractName, status } = contract;
      const nothing = `nothing is left to post${until === undefined ? "" : ` that ends by ${until}`}`;
      skipped.push({ contractId, contractName, reason: status === inEffect ? nothing : "it is inactive" });
    }
    return { bills, skipped };
  }

  snapshot(): LedgerState {
    return structuredClone(this.tables.state);
  }

  /** Throws when the state is no ledger's. */
  restore(state: unknown): void {
    this.tables.state = ledgerState.parse(state);
  }

  private postContract(contract: LedgerContract, until: string | undefined): Bill[] {
    const state = this.tables.stateOf(contract.id);
    const nextItemId = () => ++state.lastIds.billingItem;
    const context = { state, books: this.books, nextItemId, postedOn: this.books.today() };
    const bills: Bill[] = [];
    for (;;) {
      const period = nextPeriodToPost(state, contract);
      if (!period || (until !== undefined && period.end > until)) return bills;
      bills.push(postPeriod(context, contract, period));
      if (until === undefined) return bills;
    }
  }

  /** The contract service that an adjustment means; none: it is to be made. */
  private serviceFor(adjustment: Adjustment): { service?: ContractService; catalog: LedgerService } {
    const { contractID, contractServiceID, serviceID } = adjustment;
    if (contractServiceID !== undefined) {
      const service = this.tables.contractService(contractServiceID);
      if (service?.contractID !== contractID)
        throw new Refused(refusals.unknown("contractServiceID", "ContractService"));
      return { service, catalog: this.catalogService(service.serviceID) };
    }
    const catalog = this.catalogService(serviceID);
    const [service] = this.tables.servicesOf(contractID, catalog.id);
    if (!service || !adjustment.allowRepeatService) return { service, catalog };
    if (!this.books.settings().allowRepeatService) throw new Refused(refusals.repeatedService);
    return { catalog };
  }

  private refuseDate(service: ContractService, date: string): void {
    const settings = this.books.settings();
    if (settings.adjustmentsInPostedPeriods === "refused" && date <= this.tables.lastPostedDay(service.id))
      throw new Refused(refusals.alreadyPosted);
    const taken = this.tables
      .changesOf(service.id)
      .some((change) => change.isAdjustment && change.date === date);
    if (taken && settings.sameDateAdjustments === "refused") throw new Refused(refusals.sameDate);
  }

  private contract(id: number): LedgerContract {
    const contract = this.books.contract(id);
    if (!contract) throw new Refused(refusals.unknown("contractID", "Contract"));
    return contract;
  }

  private recurringContract(id: number): LedgerContract {
    const contract = this.contract(id);
    if (contract.contractType !== recurringService) throw new Refused(refusals.notRecurring);
    return contract;
  }

  private catalogService(id: number | undefined): LedgerService {
    const service = id === undefined ? undefined : this.books.service(id);
    if (!service) throw new Refused(refusals.unknown("serviceID", "Service"));
    return service;
  }

  private openCharge(id: number): Charge {
    const charge = this.tables.kept.charges.find((one) => one.id === id);
    if (!charge) throw new Refused(refusals.unknown("id", "ContractCharge"));
    if (charge.isBilled) throw new Refused(refusals.billedCharge);
    return charge;
  }
}
