import { type Failure, hasEdits, type Judged } from "./judged";

/** I6: whoever writes has the run at that moment. I10: what is confirmed happened, and what happened is confirmed. */
export function checkWrites(judged: Judged): Failure[] {
  return [...checkEpochs(judged), ...checkIntents(judged)];
}

/** Of all runs, which share one connection, only the writer's own is running at that moment. */
function checkEpochs({ world, history }: Judged): Failure[] {
  const lastOf = (runId: string, time: number) =>
    history.changes.findLast((change) => change.runId === runId && change.at <= time);
  return world.writes().flatMap(({ by, sentAt, operation, desired }) => {
    if (by === "person") return [];
    const running = history.runs.flatMap(({ id }) => {
      const last = lastOf(id, sentAt);
      return last?.after === "running" ? [{ runId: id, epoch: last.epoch }] : [];
    });
    const [only] = running;
    if (running.length === 1 && only?.runId === by.runId && only.epoch === by.epoch) return [];
    const details = { by, sentAt: new Date(sentAt), operation, desired, running };
    return [{ rule: "I6 only the owner of a run writes", details }];
  });
}

function checkIntents(judged: Judged): Failure[] {
  const { world, history } = judged;
  const failures: Failure[] = [];
  const open = history.intents.filter(({ state }) => ["planned", "sent", "unknown"].includes(state));
  if (open.length > 0) failures.push({ rule: "no write is left without an end", details: open });
  const counts = new Map<string, { written: number; meant: number; confirmed: number }>();
  const countOf = (operation: string, desired: unknown) => {
    const key = `${operation} ${canonical(desired)}`;
    const found = counts.get(key) ?? { written: 0, meant: 0, confirmed: 0 };
    counts.set(key, found);
    return found;
  };
  for (const { by, operation, desired } of world.writes()) {
    if (by !== "person") countOf(operation, desired).written += 1;
  }
  for (const { state, operation, desired } of history.intents) {
    if (state === "confirmed") countOf(operation, desired).confirmed += 1;
    countOf(operation, desired).meant += 1;
  }
  for (const [what, { written, meant, confirmed }] of counts) {
    // What a person took away again before it was read back cannot be confirmed.
    const isRight = hasEdits(judged) ? written <= meant : written === confirmed;
    if (!isRight) {
      failures.push({
        rule: "I10 what was written is what was confirmed",
        details: { what, written, meant, confirmed },
      });
    }
  }
  return failures;
}

/** The database keeps no order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
