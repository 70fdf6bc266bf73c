import type { SyncRunDetail } from "@/db/queries/portal/get-sync-run";
import type { Plan } from "@/db/queries/portal/plans/get-plan";
import type { RunFilter } from "@/lib/sync/run-query";

/** What every part of the page knows: the run, who looks at it and what they may do. */
export type RunView = SyncRunDetail & {
  runId: string;
  /** Name of the PSA, e.g. "ConnectWise". */
  psa: string;
  /** May retry, exclude and acknowledge here: a role for it, and a live run that is over. */
  canAct: boolean;
  filter: RunFilter;
  /** What of a preview is approved; null: it is none whose lines can be approved. */
  plan: Plan | null;
  /** May approve and write what is approved. */
  canApprove: boolean;
  /** The applied lines are shown, each with what takes it back. */
  reversing: boolean;
  /** The item that the address names. */
  itemId: string | null;
  timeZone: string;
  now: Date;
};

/** What a line of a run and its issues need to know, wherever they are shown. */
export type LineView = Pick<
  RunView,
  "runId" | "psa" | "canAct" | "itemId" | "timeZone" | "now" | "connection" | "programSlug"
> &
  Partial<Pick<RunView, "plan" | "canApprove" | "reversing">> & {
    run: Pick<RunView["run"], "kind" | "mode" | "status" | "programSyncId">;
  };

/** Queued or running: the page shows how far it is, and looks again by itself. */
export function isUnderWay(view: { run: Pick<RunView["run"], "status"> }): boolean {
  return view.run.status === "queued" || view.run.status === "running";
}
