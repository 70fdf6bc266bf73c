import {
  findAllowsRepeat,
  type LineEnding,
  listAdjustments,
  listEarlierShares,
  listLastShares,
  listServiceEndings,
  listStoredServices,
  type SentAdjustment,
  type StoredService,
} from "@/db/queries/runs/contract-units";
import type { Segment } from "../../plan/types";
import type { ActiveRun } from "../../run/engine";

/** What we remember of contracts: whose units stand on their services, and what we have sent. */
export type ContractMemory = {
  /** The last written first, also on other contracts. */
  stored: StoredService[];
  /** What was last confirmed, by key. */
  shares: ReadonlyMap<string, Segment[]>;
  /** The newest first. */
  endings: LineEnding[];
  /** The newest first. */
  adjustments: SentAdjustment[];
  allowRepeat: boolean | null;
};

export const nothingRemembered: ContractMemory = {
  stored: [],
  shares: new Map(),
  endings: [],
  adjustments: [],
  allowRepeat: null,
};

/** Reads what concerns these contracts, and these keys on any contract. */
export async function loadContractMemory(
  { engine: { db }, context, lease }: Pick<ActiveRun, "engine" | "context" | "lease">,
  psaAgreementIds: string[],
  keys: string[],
): Promise<ContractMemory> {
  const of = { orgId: lease.ownership.orgId, connectionId: context.connection.id };
  const stored = await listStoredServices(db, { ...of, psaAgreementIds, keys });
  const known = [...new Set(stored.map(({ key }) => key))];
  const shares = await listLastShares(db, { ...of, keys: known });
  return {
    stored,
    shares: new Map(shares.map(({ key, confirmed }) => [key, confirmed ?? []])),
    endings: await listServiceEndings(db, { ...of, psaAgreementIds: contractsOf(stored, psaAgreementIds) }),
    adjustments: await listAdjustments(db, { ...of, psaAgreementIds }),
    allowRepeat: await findAllowsRepeat(db, of),
  };
}

function contractsOf(stored: StoredService[], psaAgreementIds: string[]): string[] {
  return [...new Set([...psaAgreementIds, ...stored.map(({ psaAgreementId }) => psaAgreementId)])];
}

/**
 * The shares on one contract of keys that have moved to another since, from what was applied there last; a key of which
 * nothing is known any more is absent.
 */
export async function loadMovedShares(
  { engine, lease }: Pick<ActiveRun, "engine" | "lease">,
  psaAgreementId: string,
  memory: ContractMemory,
): Promise<ReadonlyMap<string, Segment[]>> {
  const keys = memory.stored
    .filter(
      (one) => one.psaAgreementId === psaAgreementId && newestContract(memory, one.key) !== psaAgreementId,
    )
    .map(({ key }) => key);
  const rows = await listEarlierShares(engine.db, {
    orgId: lease.ownership.orgId,
    psaAgreementId,
    keys: [...new Set(keys)],
  });
  const shares = new Map<string, Segment[]>();
  for (const { key, after } of rows) {
    if (Array.isArray(after) && !shares.has(key)) shares.set(key, after);
  }
  return shares;
}

/** The contract that a key's units were written to last; undefined: none of ours. */
export function newestContract(memory: ContractMemory, key: string): string | undefined {
  return memory.stored.find((one) => one.key === key)?.psaAgreementId;
}

/**
 * The newest end that a person has asked for of a key's units on a contract. Once it is done, what was confirmed ends
 * with it; of a key that has moved to another contract since only the wish itself tells.
 */
export function endingOf(
  memory: ContractMemory,
  key: string,
  psaAgreementId: string,
): LineEnding | undefined {
  const ending = memory.endings.find((one) => one.key === key && one.psaAgreementId === psaAgreementId);
  const hasMoved = newestContract(memory, key) !== psaAgreementId;
  return ending && (hasMoved || ending.state === "open") ? ending : undefined;
}
