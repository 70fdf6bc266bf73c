import { keepShares } from "@/db/commands/runs/confirm-units";
import type { IntentRow } from "@/db/commands/runs/record-intents";
import { ApiError } from "@/lib/errors";
import type { IsoDate } from "@/lib/values";
import type { PsaAgreement, UnitsAdjustment } from "@/workers/connectors/psa";
import type { ServicePlan } from "../plan/units/types";
import type { ActiveRun } from "../run/engine";
import { type IntentBody, intentRow } from "./intent-body";
import { keysOf, linkServices } from "./link-services";
import type { Written } from "./perform-intent";
import { awaitExtension } from "./units-await";
import { type ContractRead, stepsFrom } from "./units-shown";
import { type IntentResult, type ItemWrites, writeIntent } from "./write-item";
import type { SharedWrites } from "./write-planned";

/** No two adjustments of one item of a contract are under way at once; what is open blocks all that share it. */
export function unitsKey(agreementId: string, itemId: string): string {
  return `units:${agreementId}:${itemId}`;
}

/** The same for the contract's end, which everything on it waits for. */
export function contractKey(agreementId: string): string {
  return `contract:${agreementId}`;
}

/** A service after its adjustments; `serviceId` null: there was nothing to make it for. */
type Adjusted = { plan: ServicePlan; serviceId: string | null };

/**
 * The writes of one contract, as read when it was planned: first its extension, then item by item the adjustments of
 * its services. Each is recorded with what the contract held just before it, sent, and seen in the units before the
 * next. They belong into one lane.
 */
export class ContractWrites {
  private readonly extension: SharedWrites | null;
  /** By item: the write whose end is not known; until it is, nothing more of the item is sent. */
  private readonly open = new Map<string, ItemWrites>();
  private readonly sharedOf = new Map<ServicePlan, SharedWrites>();
  /** The run's item whose turn it is. */
  private itemRowId = "";

  constructor(
    private contract: ContractRead,
    extendTo: IsoDate | null,
  ) {
    this.extension = extendTo === null ? null : once((run) => this.extend(run, extendTo));
  }

  /**
   * The adjustments by which a key gets its units: those of its services, and of all that are linked with them by keys
   * that move or have several. Whoever shares them gets the same writes; the others end as their own do.
   * `itemRowId`: the run's item that the writes are recorded under.
   */
  ofKey(key: string, itemRowId: string, plans: ServicePlan[]): SharedWrites {
    const linked = linkServices(plans).find((group) => group.some((plan) => keysOf(plan).includes(key)));
    const [first] = linked ?? [];
    const shared = (first && this.sharedOf.get(first)) ?? this.ofServices(itemRowId, linked ?? []);
    if (first) this.sharedOf.set(first, shared);
    return shared;
  }

  /** A second service of an item, which a tenant may refuse, is tried before anything that hangs on it is changed. */
  private ofServices(itemRowId: string, plans: ServicePlan[]): SharedWrites {
    const inOrder = plans.toSorted((a, b) => Number(isRepeat(b)) - Number(isRepeat(a)));
    return once(async (run) => {
      this.itemRowId = itemRowId;
      const extended = await this.extension?.make(run);
      if (extended && extended.outcome !== "applied") return extended;
      const waits = plans.flatMap(({ itemId }) => this.open.get(itemId) ?? [])[0];
      const ended = waits ?? (await this.adjustServices(run, inOrder));
      if (ended.outcome === "unknown" || ended.outcome === "held") {
        for (const { itemId } of plans) this.open.set(itemId, ended);
      }
      return ended;
    });
  }

  private async adjustServices(run: ActiveRun, plans: ServicePlan[]): Promise<ItemWrites> {
    const written: Written[] = [];
    const done: Adjusted[] = [];
    for (const plan of plans) {
      const ended = await this.adjustService(run, plan, written);
      if ("outcome" in ended) return ended;
      done.push(ended);
    }
    await this.keepShares(run, done);
    return { outcome: "applied", written };
  }

  private async keepShares(run: ActiveRun, done: Adjusted[]): Promise<void> {
    const of = {
      orgId: run.lease.ownership.orgId,
      connectionId: run.context.connection.id,
      psaAgreementId: this.contract.agreement.id,
    };
    for (const { plan, serviceId } of done) {
      const isTold = plan.adjustments.length > 0 && plan.leaving.length === 0;
      if (serviceId === null || isTold) continue;
      await keepShares(run.engine.db, { ...of, serviceId, keys: plan.keys, leaving: plan.forgotten });
    }
  }

  private async extend(run: ActiveRun, endDate: IsoDate): Promise<ItemWrites> {
    const { agreement } = this.contract;
    const row = this.row(run, contractKey(agreement.id), endDate, 0, {
      operation: "extend_agreement",
      psaAgreementId: agreement.id,
      before: { endDate: agreement.endDate },
      desired: { endDate },
    });
    const result = await record(run, row);
    if (result.state !== "confirmed") return unsuccessful(result, []);
    const extended = await awaitExtension(run, this.contract, endDate);
    if (!extended) return { outcome: "unknown", written: [result.written], error: notShown() };
    this.contract = extended;
    return { outcome: "applied", written: [result.written] };
  }

  private async adjustService(
    run: ActiveRun,
    plan: ServicePlan,
    written: Written[],
  ): Promise<ItemWrites | Adjusted> {
    let { serviceId } = plan;
    for (const [sequence, planned] of plan.adjustments.entries()) {
      run.lease.check();
      const adjustment = { ...planned, serviceId, repeat: serviceId === null && this.isRepeated(planned) };
      const row = this.adjustmentRow(run, sequence, adjustment, plan.keys);
      const result = await record(run, row, this.contract.agreement);
      if (result.state !== "confirmed") return unsuccessful(result, written);
      written.push(result.written);
      if (!("service" in result.written)) continue;
      this.contract = withItem(this.contract, planned.itemId, result.written.contract);
      serviceId = result.written.service.id;
    }
    return { plan, serviceId };
  }

  /** Of two new services the one made first makes the other a repeat: else both would be one service in the PSA. */
  private isRepeated({ itemId }: UnitsAdjustment): boolean {
    return this.contract.services.some((service) => service.itemId === itemId);
  }

  private adjustmentRow(
    run: ActiveRun,
    sequence: number,
    desired: UnitsAdjustment,
    keys: string[],
  ): IntentRow {
    const { agreement, services } = this.contract;
    const ofItem = services.filter(({ itemId }) => itemId === desired.itemId);
    const target = ofItem.find(({ id }) => id === desired.serviceId);
    return this.row(run, unitsKey(agreement.id, desired.itemId), desired.date, sequence, {
      operation: "adjust_units",
      psaAgreementId: agreement.id,
      targetId: desired.serviceId,
      before: {
        serviceIds: ofItem.map(({ id }) => id),
        steps: stepsFrom(target?.rows ?? [], desired.date),
        keys,
      },
      desired,
    });
  }

  private row(
    run: ActiveRun,
    naturalKey: string,
    period: IsoDate,
    sequence: number,
    body: IntentBody,
  ): IntentRow {
    const owner = {
      connectionId: run.context.connection.id,
      programSyncId: run.context.programSync.id,
      itemId: this.itemRowId,
      naturalKey,
    };
    return intentRow(owner, sequence, period, body);
  }
}

/** The contract with the services of one item as they were read since. */
function withItem(contract: ContractRead, itemId: string, { services }: ContractRead): ContractRead {
  const isOfItem = (service: ContractRead["services"][number]) => service.itemId === itemId;
  return {
    ...contract,
    services: [...contract.services.filter((one) => !isOfItem(one)), ...services.filter(isOfItem)],
  };
}

function isRepeat({ adjustments }: ServicePlan): boolean {
  return adjustments[0]?.serviceId === null && adjustments[0].repeat;
}

function once(work: (run: ActiveRun) => Promise<ItemWrites>): SharedWrites {
  let made: Promise<ItemWrites> | undefined;
  return {
    make: (run) => {
      made ??= work(run);
      return made;
    },
  };
}

async function record(run: ActiveRun, row: IntentRow, agreement?: PsaAgreement): Promise<IntentResult> {
  await run.fence.plan(row);
  return writeIntent(run, row, agreement);
}

function unsuccessful(
  { state, error }: Exclude<IntentResult, { state: "confirmed" }>,
  written: Written[],
): ItemWrites {
  if (state === "rejected" && error.kind === "unauthorised") throw error;
  return { outcome: state === "rejected" ? "failed" : state, written, error };
}

function notShown(): ApiError {
  return new ApiError({
    service: "psa",
    kind: "timeout",
    words: "The contract was extended, but its services do not go on to its new end yet.",
  });
}
