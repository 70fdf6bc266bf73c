import type { ActiveRun } from "./engine";

type OfRun = { context: Pick<ActiveRun["context"], "scope"> };

/** Whether a run looks at this key: at everything, at the key by itself, or at its customer as a whole. */
export function isInScope({ context: { scope } }: OfRun, key: string, customerId: string | null): boolean {
  return scope === null || scope.has(key) || (customerId !== null && scope.has(`customer:${customerId}`));
}

/** Whether a run of a part looks at whole customers, and so at products of theirs that no run has come upon yet. */
export function looksAtCustomers({ context: { scope } }: OfRun): boolean {
  return scope !== null && [...scope].some((key) => key.startsWith("customer:"));
}
