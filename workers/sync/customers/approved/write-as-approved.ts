import { isAsApproved } from "../../plan/approved/plan-mark";
import type { ActiveRun } from "../../run/engine";
import type { DraftIssue } from "../../run/item-draft";
import type { PlannedSubject } from "../plan-subject";
import type { Subject } from "../subject";

type Around = {
  /** Plans these subjects anew, against what was read just now. */
  plan: (subjects: Subject[]) => Promise<PlannedSubject[]>;
  /** An earlier worker of the run has written a part of it. */
  isBegun: (key: string) => boolean;
};

/**
 * Plans subjects, and where the run writes what a person has approved leaves out every line that would be written
 * otherwise by now: the PSA or the invoice has moved, and the line waits with what was planned anew. Where the person
 * wanted it so, it is written all the same, and it is said.
 */
export async function planAsApproved(
  run: ActiveRun,
  subjects: Subject[],
  around: Around,
): Promise<PlannedSubject[]> {
  const planned = (await around.plan(subjects)).map((one) =>
    isAskedAnew(run, one) ? withIssue(one, "held") : one,
  );
  const moved = planned.filter((one) => hasMoved(run, one, around));
  if (moved.length === 0) return planned;
  const isMoved = new Set(moved);
  if (run.context.run.plansAnew) {
    return planned.map((one) => (isMoved.has(one) ? withIssue(one, "warning") : one));
  }
  const held = moved.map((one) => holdBack(withIssue(one, "held")));
  const rest = planned.filter((one) => !isMoved.has(one));
  // Units are a sum: without what waits, the others' sum is another one.
  if (run.psa.kind !== "autotask" || rest.length === 0) return [...rest, ...held];
  const others = rest.map(({ subject }) => subject);
  return [...(await planAsApproved(run, others, around)), ...held];
}

function hasMoved(run: ActiveRun, { subject, mark }: PlannedSubject, { isBegun }: Around): boolean {
  const approved = run.context.approved.get(subject.key);
  if (approved === undefined || !mark) return false;
  return !isAsApproved(mark, approved, { resumed: isBegun(subject.key) });
}

/** What was approved waits for an answer to something else by now, so that nothing of it is written. */
function isAskedAnew({ context }: ActiveRun, { subject, mark, draft }: PlannedSubject): boolean {
  return context.approved.has(subject.key) && !mark && draft.item.outcome === "held";
}

function withIssue(planned: PlannedSubject, severity: "warning" | "held"): PlannedSubject {
  const issue: DraftIssue = { code: "plan_moved", severity, facts: { product: planned.subject.productName } };
  return { ...planned, draft: { ...planned.draft, issues: [issue, ...planned.draft.issues] } };
}

function holdBack({ draft, subject, mark }: PlannedSubject): PlannedSubject {
  const open = subject.position?.open ?? false;
  return {
    subject,
    ...(mark && { mark }),
    draft: {
      ...draft,
      item: { ...draft.item, outcome: "held", reason: "plan_moved" },
      position: { confirmedThrough: null, confirmed: null, open },
    },
    actions: [],
    charges: [],
  };
}
