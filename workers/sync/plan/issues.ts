import type { PlanIssue } from "./types";

type Facts = Record<string, string | null | undefined>;

export function warn(code: string, facts: Facts = {}): PlanIssue {
  return { code, severity: "warning", facts: known(facts) };
}

export function hold(code: string, facts: Facts = {}): PlanIssue {
  return { code, severity: "held", facts: known(facts) };
}

export function fail(code: string, facts: Facts = {}): PlanIssue {
  return { code, severity: "error", facts: known(facts) };
}

/** Facts that are not known are left out; nothing is shown as "null". */
function known(facts: Facts): Record<string, string> {
  const entries = Object.entries(facts).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}
