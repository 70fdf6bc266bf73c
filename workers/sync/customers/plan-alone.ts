import type { ActiveRun } from "../run/engine";
import { isOwnFault, issueOfOwnFault } from "../run/own-fault";
import { type PlannedSubject, refuse } from "./plan-subject";
import type { Subject } from "./subject";

/** Plans subjects that are planned together; when our own code throws, they fail, and no others. */
export async function planAlone(
  run: ActiveRun,
  subjects: Subject[],
  plan: () => PlannedSubject[] | Promise<PlannedSubject[]>,
): Promise<PlannedSubject[]> {
  try {
    return await plan();
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    const { runId } = run.lease.ownership;
    return subjects.map((subject) => refuse(subject, runId, issueOfOwnFault(run, subject.key, error)));
  }
}
