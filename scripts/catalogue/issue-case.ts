import type { ItemOutcome, RunStatus } from "@/db/schema";
import type { IssueCode } from "@/lib/issues/codes";
import type { IssueSeverity } from "@/lib/issues/issue-text";
import type { ConnectorKind } from "@/lib/psa-names";
import type { FinishedRun } from "@/scripts/testing/rig";
import type { Bench } from "./bench";
import type { CaseCustomer } from "./take-customer";

/** A way in which the outside world brings an issue about, and what a person then sees. */
export type IssueCase = {
  code: IssueCode;
  /** The PSAs in which it can come about this way. */
  psas: readonly ConnectorKind[];
  /** What is the matter, in a few words. */
  when: string;
  /** How its customer stands beforehand: in the PSA as invoiced, never synced, or with products that are not linked. */
  customer: "synced" | "new" | "unlinked";
  /** How many subscriptions the customer has; one unless given. */
  subscriptions?: number;
  /** Brings it about and runs the sync that is to say it. Gives that run. */
  provoke: (bench: Bench, customer: CaseCustomer) => Promise<FinishedRun>;
  /** Puts right what other cases would meet. */
  undo?: (bench: Bench, customer: CaseCustomer) => Promise<void>;
  /** Issues of other codes that come with it. */
  besides?: IssueCode[];
  /** No invoice line is behind it. */
  withoutInvoice?: true;
  /** Of the item that bears the issue; "run": it is an issue of the run itself. */
  outcome: ItemOutcome | "run";
  /** Unless the catalogue's. */
  severity?: IssueSeverity;
  status: RunStatus;
  /** Writes that the PSA accepted from us since `provoke` began, preparations of its own left out; none unless given. */
  writes?: number | Record<ConnectorKind, number>;
  /** A part of what the page says has happened; every fact in it is one that the run found. */
  says: string | ((customer: CaseCustomer, bench: Bench) => string);
  /** A part of what the page says has become of it. */
  does?: string;
};

export const both = ["connectwise", "autotask"] as const satisfies readonly ConnectorKind[];
