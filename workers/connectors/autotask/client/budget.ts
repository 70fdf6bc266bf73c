import pLimit, { type LimitFunction } from "p-limit";
import type { Clock } from "@/lib/clock";
import { Threshold } from "./threshold";

/** Autotask refuses a fourth call that runs at the same time, by integration code and entity. */
const threadsPerEntity = 3;
/** Between two adjustments of one contract. */
const adjustmentGapMs = 400;

/** What all connectors of one API user in this process share. */
export class Budget {
  readonly threshold = new Threshold();
  private readonly threads = new Map<string, LimitFunction>();
  private readonly adjustableAt = new Map<string, number>();

  /**
   * Waits for a free thread of every entity that the call's path names: which of them a call below a contract counts to,
   * the vendor does not say. Taken in the path's order by all, so that two calls cannot wait for each other.
   */
  run<T>(entities: readonly string[], send: () => Promise<T>): Promise<T> {
    const [first, ...rest] = entities;
    if (first === undefined) return send();
    return this.threadsOf(first)(() => this.run(rest, send));
  }

  /** Milliseconds to wait before the contract may be adjusted; the turn is taken with the call. */
  takeAdjustmentTurn(contractId: string, clock: Clock): number {
    const now = clock.monotonicMs();
    const turn = Math.max(now, this.adjustableAt.get(contractId) ?? now);
    for (const [id, at] of this.adjustableAt) if (at <= now) this.adjustableAt.delete(id);
    this.adjustableAt.set(contractId, turn + adjustmentGapMs);
    return turn - now;
  }

  private threadsOf(entity: string): LimitFunction {
    const key = entity.toLowerCase();
    const known = this.threads.get(key) ?? pLimit(threadsPerEntity);
    this.threads.set(key, known);
    return known;
  }
}

const budgets = new Map<string, Budget>();

/** The same budget for everybody in this process who calls the same site with the same user and integration. */
export function sharedBudget(...identity: readonly string[]): Budget {
  const key = JSON.stringify(identity.map((part) => part.toLowerCase()));
  const known = budgets.get(key) ?? new Budget();
  budgets.set(key, known);
  return known;
}

/** Of the tenants that this process calls, how much the one with the least left has used of its hourly quota; null: none is known. */
export function fullestQuota(): number | null {
  const shares = [...budgets.values()].flatMap(({ threshold }) => threshold.usedShare() ?? []);
  return shares.length === 0 ? null : Math.max(...shares);
}
