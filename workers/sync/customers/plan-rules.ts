import { listDecisions, type StoredDecision } from "@/db/queries/runs/decisions";
import { groupBy } from "@/lib/group-by";
import type { Decide, PlanRules } from "../plan/types";
import type { ActiveRun } from "../run/engine";
import { factsHashOf } from "../run/item-draft";
import { rulesOfReversal } from "./approved/restore-subject";

/** The rules under which a key is planned: the program sync's settings, and what was decided of the key. */
export type RulesOf = (key: string) => PlanRules;

/** Reads what persons have decided of these keys. */
export async function loadRules(
  { engine, context }: Pick<ActiveRun, "engine" | "context">,
  keys: string[],
): Promise<RulesOf> {
  const { orgId, id: programSyncId, ...settings } = context.programSync;
  const stored = await listDecisions(engine.db, { orgId, programSyncId, keys });
  const byKey = groupBy(stored, (decision) => decision.key);
  const { guardQuantity: quantity, guardMoney: money, guardPercent: percent, handEdits } = settings;
  const guard = { quantity, money, percent };
  return (key) => {
    const rules = { guard, handEdits, decide: decideBy(key, byKey.get(key) ?? []) };
    return context.reversals.has(key) ? rulesOfReversal(rules) : rules;
  };
}

/** A decision belongs to the facts that the person saw. */
function decideBy(key: string, decisions: StoredDecision[]): Decide {
  return (issue) => {
    if (decisions.length === 0) return null;
    const hash = factsHashOf(key, issue);
    return decisions.find((decision) => decision.factsHash === hash) ?? null;
  };
}
