import type { Failure, Judged } from "./judged";

/** Which mails a run that ended so may cause. */
const allowed: Record<string, readonly string[]> = {
  error: ["failure", "connection"],
  warning: ["review", "recovery"],
  success: ["recovery"],
  no_change: ["recovery"],
};

/** I5: each mail that is due is accepted once, and none that no run's end calls for. */
export function checkMails({ world, history }: Judged): Failure[] {
  const failures: Failure[] = [];
  const accepted = world.mailbox.accepted.map(({ key }) => key).sort();
  const known = history.mails.filter((mail) => !isUncertain(mail));
  const due = [
    ...known.map(({ id }) => id),
    ...accepted.filter((key) => isUncertainKey(history, key)),
  ].sort();
  const isOnceEach = new Set(accepted).size === accepted.length;
  if (!isOnceEach || JSON.stringify(accepted) !== JSON.stringify(due)) {
    const states = history.mails.map(({ id, purpose, state, lastError }) => ({
      id,
      purpose,
      state,
      lastError,
    }));
    failures.push({ rule: "I5 each mail is accepted once", details: { accepted, states } });
  }
  if (known.some(({ state }) => state !== "accepted")) {
    failures.push({ rule: "I5 each accepted mail is known to be", details: history.mails });
  }
  if (world.mailbox.contradictions.length > 0) {
    failures.push({ rule: "I5 a mail never changes its words", details: world.mailbox.contradictions });
  }
  return [...failures, ...checkPolicy({ history })];
}

type Mail = Judged["history"]["mails"][number];

/** Nobody came back to it for a day, so that it may have been accepted or not: it is given up, and says so. */
function isUncertain({ state, lastError }: Mail): boolean {
  return state === "parked" && lastError === "end_unknown";
}

function isUncertainKey({ mails }: Judged["history"], key: string): boolean {
  return mails.some((mail) => mail.id === key && isUncertain(mail));
}

function checkPolicy({ history }: Pick<Judged, "history">): Failure[] {
  const failures: Failure[] = [];
  const failing = { customers: false, products: false };
  for (const { id, kind, status } of history.runs) {
    const purposes = history.mails.filter(({ causeId }) => causeId === id).map(({ purpose }) => purpose);
    const wrong = purposes.filter((purpose) => !allowed[status]?.includes(purpose));
    if (wrong.length > 0)
      failures.push({ rule: "I5 no other mail leaves", details: { id, status, purposes } });
    if (status === "error" && !failing[kind] && purposes.length !== 1) {
      failures.push({ rule: "I5 a new failure is told", details: { id, kind, purposes } });
    }
    if (status === "error") failing[kind] = true;
    if (purposes.includes("recovery")) failing[kind] = false;
  }
  const last = { customers: "", products: "" };
  for (const { kind, status, retryOf } of history.runs) if (retryOf === null) last[kind] = status;
  for (const kind of ["customers", "products"] as const) {
    if (failing[kind] && ["success", "no_change"].includes(last[kind])) {
      failures.push({ rule: "I5 the end of a failure is told", details: { kind } });
    }
  }
  return failures;
}
