import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type IntentRow,
  markSent,
  planIntents,
  type Settlement,
  settleIntents,
} from "@/db/commands/runs/record-intents";
import { coalesced } from "@/lib/coalesce";
import { ApiError } from "@/lib/errors";
import type { ContractService, PsaAgreement, PsaConnector } from "@/workers/connectors/psa";
import { asUnitsPsa } from "../writes/lines-psa";
import type { Engine } from "./engine";
import type { Lease } from "./lease";

type ItemOfContract = { agreement: PsaAgreement; itemId: string };

/**
 * What stands before and after each write. Writes of several agreements go on side by side: those that reach the database
 * in the same moment share a statement, and each goes on only when its own row is committed. Reads that prove writes share
 * calls in the same way.
 */
export type Fence = {
  /** Records one write more of an item that is recorded already. */
  plan: (intent: IntentRow) => Promise<void>;
  /** True: the write is marked as sent and may be made. False: the run is not ours any more. */
  pass: (intentId: string) => Promise<boolean>;
  /** Says how a write ended. */
  settle: (settlement: Settlement) => Promise<void>;
  /** Makes a call that others wait for, because what proves it is read together with what proves theirs. */
  send: <T>(call: () => Promise<T>) => Promise<T>;
  /** The services of one item on a contract, as read once nothing is being sent. Throws ApiError. */
  readItem: (of: ItemOfContract) => Promise<ContractService[]>;
};

export function openFence(
  { db, requestLimitMs }: Engine,
  { ownership }: Pick<Lease, "ownership">,
  psa: PsaConnector,
): Fence {
  const traffic = new Traffic();
  const plan = coalesced(async (intents: readonly IntentRow[]) => {
    await planIntents(db, ownership, { items: [], issues: [], intents: [...intents] });
    return intents.map(() => undefined);
  });
  const pass = coalesced(async (intentIds: readonly string[]) => {
    const passed = await markSent(db, ownership, intentIds, requestLimitMs);
    return intentIds.map((id) => passed.has(id));
  });
  const settle = coalesced(async (settlements: readonly Settlement[]) => {
    await settleIntents(db, ownership.orgId, settlements);
    return settlements.map(() => undefined);
  });
  const readItem = coalesced(
    (wanted: readonly ItemOfContract[]) => asUnitsPsa(psa).itemServices(wanted),
    () => traffic.rest(),
  );
  return {
    plan: (intent) => traffic.during(() => plan(intent)),
    pass: (intentId) => traffic.during(() => pass(intentId)),
    settle: (settlement) => traffic.during(() => settle(settlement)),
    send: (call) => traffic.during(call),
    readItem: async (of) => {
      const services = await readItem(of);
      if (services instanceof ApiError) throw services;
      return services;
    },
  };
}

/** Counts what is under way. */
class Traffic {
  private count = 0;
  private wakeUp: (() => void)[] = [];

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.count += 1;
    try {
      return await work();
    } finally {
      this.count -= 1;
      if (this.count === 0) for (const wake of this.wakeUp.splice(0)) wake();
    }
  }

  /** Until nothing is under way, also a turn later: whoever has ended one thing has begun the next by then. */
  async rest(): Promise<void> {
    do {
      if (this.count > 0) await new Promise<void>((resolve) => this.wakeUp.push(resolve));
      await nextTurn();
    } while (this.count > 0);
  }
}
