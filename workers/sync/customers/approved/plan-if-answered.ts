import { groupBy } from "@/lib/group-by";
import { plainAnswer } from "@/lib/issues/plain-answers";
import type { ActiveRun } from "../../run/engine";
import { factsHashOf } from "../../run/item-draft";
import type { RulesOf } from "../plan-rules";
import type { PlannedSubject } from "../plan-subject";
import type { Subject } from "../subject";

type Amend = (rulesOf: RulesOf) => RulesOf;

/**
 * In a preview, a line of which nothing would be written before a person says yes also says what that yes comes to: it is
 * planned once more as if it were said, and carries the mark of that plan, for approving it is that very answer. It stays
 * held. Subjects of an agreement are planned with it, since they may share a service.
 */
export async function planIfAnswered(
  run: ActiveRun,
  planned: PlannedSubject[],
  again: (subjects: Subject[], amend: Amend) => Promise<PlannedSubject[]>,
): Promise<PlannedSubject[]> {
  const asked = new Map(planned.filter(waitsForYes).map((one) => [one.subject.key, one]));
  if (run.context.run.mode !== "preview" || asked.size === 0) return planned;
  const agreements = new Set([...asked.values()].map(({ subject }) => subject.psaAgreementId));
  const beside = planned.map(({ subject }) => subject).filter((one) => agreements.has(one.psaAgreementId));
  const answered = new Map((await again(beside, sayYesTo(asked))).map((one) => [one.subject.key, one]));
  return planned.map((one) => {
    const then = asked.has(one.subject.key) ? answered.get(one.subject.key) : undefined;
    return then?.mark ? withPlan(one, then) : one;
  });
}

/** Everything that it is held for takes a plain yes, and nothing of it would be written without. */
function waitsForYes({ draft, mark }: PlannedSubject): boolean {
  const held = draft.issues.filter(({ severity }) => severity === "held");
  return (
    draft.item.outcome === "held" && !mark && held.length > 0 && held.every((issue) => plainAnswer(issue))
  );
}

/** Only to what was asked of these keys: a question that comes after that is one that the person has not seen. */
function sayYesTo(asked: ReadonlyMap<string, PlannedSubject>): Amend {
  return (rulesOf) => (key) => {
    const rules = rulesOf(key);
    const held = asked.get(key)?.draft.issues.filter(({ severity }) => severity === "held") ?? [];
    const questions = groupBy(held, (issue) => factsHashOf(key, issue));
    return {
      ...rules,
      decide: (issue) =>
        rules.decide(issue) ?? (questions.has(factsHashOf(key, issue)) ? plainAnswer(issue) : null),
    };
  };
}

function withPlan(held: PlannedSubject, { mark, draft: { item } }: PlannedSubject): PlannedSubject {
  const { before, after, plan, costChange, priceChange, costDifference, priceDifference } = item;
  const then = { before, after, plan, costChange, priceChange, costDifference, priceDifference };
  return {
    ...held,
    ...(mark && { mark }),
    draft: { ...held.draft, item: { ...held.draft.item, ...then, planAsks: true } },
  };
}
