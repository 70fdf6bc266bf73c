import { HOUR } from "@/lib/clock";
import { apply, approve } from "@/scripts/testing/rig-plans";
import { both, type IssueCase } from "../issue-case";
import { backdateLastSuccess, backdateRun } from "../portal";

/** The sync as a whole. */
export const runCases: IssueCase[] = [
  {
    code: "sync_stale",
    psas: both,
    when: "something fails, and the last correct sync was weeks ago",
    customer: "synced",
    provoke: async (bench, { agreementId }) => {
      await backdateLastSuccess(bench, new Date("2026-09-20T00:00:00Z"));
      await bench.hands.endAgreement(agreementId, "2026-10-20");
      return bench.sync();
    },
    undo: (bench) => backdateLastSuccess(bench, null),
    besides: ["agreement_ended"],
    outcome: "run",
    status: "error",
    says: "The last sync at which everything was right was on 20 Sep 2026, 46 days ago.",
  },
  {
    code: "plan_gone",
    psas: both,
    when: "the customer is switched off between the preview and its approval",
    customer: "new",
    provoke: async (bench) => {
      const { id: runId } = await bench.run("customers", { mode: "preview" });
      await approve(bench, { runId }, "all");
      // Only one customer is in sync at a time.
      await bench.take({ subscriptions: 1, linked: true });
      return apply(bench, { runId });
    },
    outcome: "run",
    status: "warning",
    says: "Of the approved lines 1 could not be found again.",
  },
  {
    code: "run_too_long",
    psas: both,
    when: "the PSA asked for pauses until the run’s day was over",
    customer: "new",
    provoke: async (bench) => {
      const wait = { status: 429, headers: { "retry-after": "1" }, body: { message: "Later." } };
      await bench.control.fault({
        service: bench.psa,
        times: "always",
        effect: { kind: "answer", ...wait },
      });
      const runId = await bench.request("customers");
      await bench.work(runId);
      await backdateRun(bench, runId, 25 * HOUR);
      return bench.workOff(runId);
    },
    outcome: "run",
    status: "error",
    says: "The sync was still not over 24 hours after it had begun, its waits included, and was ended there.",
  },
  {
    code: "unexpected",
    psas: both,
    when: "something breaks on our side",
    customer: "new",
    provoke: async (bench) => {
      const runId = await bench.request("customers");
      const openConnectors = () => Promise.reject(new TypeError("Not foreseen."));
      await bench.work(runId, { ...bench.tools.engine, openConnectors });
      return bench.findRun(runId);
    },
    outcome: "run",
    status: "error",
    says: "Something went wrong on our side that we had not foreseen.",
  },
];
