import type { IssueAction } from "@/lib/issues/actions";
import type { FactReader } from "@/lib/issues/facts";
import type { PsaWords } from "@/lib/psa-names";

export type IssueSeverity = "warning" | "error" | "held";

/** Full sentences for a billing clerk: what happened, what was or was not changed, what to do. */
export type IssueExplanation = { happened: string; effect: string; remedy: string };

/** All that is said about one issue code. */
export type IssueText = {
  severity: IssueSeverity;
  /** A few words for lists and groups, without a full stop; read by `issueTitle`. */
  title: string | ((its: PsaWords) => string);
  /** Offered on the issue, the best one first. */
  actions: readonly IssueAction[];
  /** Reads well with any fact missing. */
  explain: (facts: FactReader) => IssueExplanation;
  /** For the Troubleshooting page: why it happens, and what to do step by step. */
  why: string;
  steps: readonly string[];
};
