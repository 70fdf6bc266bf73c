import { type Failure, hasFault, type Judged, mayWait } from "./judged";

const terminal = new Set(["error", "warning", "success", "no_change", "cancelled"]);

/** I4: every run ends once. And once all is calm, nothing is left that failed, nor anything that nobody foresaw. */
export function checkRuns(judged: Judged): Failure[] {
  const { history } = judged;
  const failures: Failure[] = [];
  for (const { id, kind, status } of history.runs) {
    const changes = history.changes.filter(({ runId }) => runId === id);
    const ends = changes.filter(({ after }) => terminal.has(after));
    if (ends.length !== 1 || changes.at(-1) !== ends[0]) {
      failures.push({ rule: "I4 a run ends once", details: { id, kind, status, changes } });
    }
  }
  const unexpected = history.issues.filter(({ code }) => code === "unexpected");
  if (unexpected.length > 0 && !hasFault(judged, "refused", "commit_lost")) {
    failures.push({ rule: "nothing happens that nobody foresaw", details: unexpected });
  }
  const open = history.positions.filter(({ outstanding }) => outstanding !== null);
  if (open.length > 0 && !mayWait(judged)) {
    failures.push({
      rule: "I3 nothing is left over when all is calm",
      details: open.map(({ key, outstanding, itemId }) => ({
        key,
        outstanding,
        issues: history.issues
          .filter((issue) => issue.itemId === itemId)
          .map(({ code, facts }) => ({ code, facts })),
      })),
    });
  }
  for (const { key, outstanding, itemId } of open) {
    if (!history.issues.some((issue) => issue.itemId === itemId)) {
      failures.push({ rule: "I1 what is left over is said", details: { key, outstanding } });
    }
  }
  return failures;
}
