import { both, type IssueCase } from "../issue-case";
import { backdateLastSuccess } from "../portal";

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
