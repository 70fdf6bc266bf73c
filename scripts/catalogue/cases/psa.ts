import { HOUR } from "@/lib/clock";
import { decideRetry } from "@/workers/connectors/retry";
import type { Bench } from "../bench";
import { both, type IssueCase } from "../issue-case";
import { spoilKeys } from "../portal";

/** Calls by which the PSA is brought a new line, and the one that tells what stands on its agreement. */
const calls = {
  connectwise: { write: "/additions$", read: { method: "GET", pattern: "/additions$" } },
  autotask: { write: "Adjustments$", read: { pattern: "/ContractServiceUnits/query$" } },
} as const;

const refusals = {
  connectwise: {
    status: 400,
    body: {
      code: "InvalidObject",
      message: "addition object is invalid",
      errors: [{ code: "InvalidField", message: "The tax code is not in use.", field: "taxCode" }],
    },
  },
  autotask: { status: 500, body: { errors: ["The tax category is not in use."] } },
};

const deniedRights = {
  connectwise: "additions:add",
  autotask: "ContractServiceAdjustments:create",
} as const;

const failCalls = (bench: Bench, fault: Record<string, unknown>) =>
  bench.control.fault({ service: bench.psa, times: "always", ...fault });

const deny = (bench: Bench, denied: string[]) => bench.control.settings({ [bench.psa]: { denied } });

/** Reaching the PSA and writing to it. */
export const psaCases: IssueCase[] = [
  {
    code: "psa_unauthorised",
    psas: both,
    when: "the PSA refuses the keys",
    customer: "new",
    provoke: async (bench) => {
      const enterAgain = await spoilKeys(bench, "connection");
      const run = await bench.sync();
      await enterAgain();
      return run;
    },
    outcome: "run",
    status: "error",
    says: " refused the keys of this connection.",
  },
  {
    code: "psa_forbidden",
    psas: both,
    when: "the right to write is taken away",
    customer: "new",
    provoke: async (bench) => {
      await deny(bench, [deniedRights[bench.psa]]);
      return bench.sync();
    },
    undo: (bench) => deny(bench, []),
    outcome: "failed",
    status: "error",
    says: " does not allow our keys to do this. ",
  },
  {
    code: "psa_rate_limited",
    psas: both,
    when: "the PSA asks for a pause that goes beyond the run’s time",
    customer: "new",
    provoke: async (bench) => {
      const wait = { status: 429, headers: { "retry-after": "3600" }, body: { message: "Later." } };
      await failCalls(bench, { method: "GET", effect: { kind: "answer", ...wait } });
      await failCalls(bench, { method: "POST", effect: { kind: "answer", ...wait } });
      const runId = await bench.request("customers");
      await bench.work(runId, { ...bench.tools.engine, runLimitMs: 0.5 * HOUR, decideRetry });
      return bench.findRun(runId);
    },
    outcome: "run",
    status: "error",
    says: " asked for a pause that went beyond this run’s time",
  },
  {
    code: "psa_unavailable",
    psas: both,
    when: "it answers nothing but errors of its own",
    customer: "new",
    provoke: async (bench) => {
      await failCalls(bench, { effect: { kind: "answer", status: 503, body: "<html>Bad gateway</html>" } });
      return bench.sync();
    },
    outcome: "run",
    status: "error",
    says: " did not answer, or answered with an error of its own.",
  },
  {
    code: "psa_timeout_unknown",
    psas: both,
    when: "the answer to a write is lost, and nothing can be read afterwards",
    customer: "new",
    provoke: async (bench) => {
      await bench.control.fault({
        service: bench.psa,
        method: "POST",
        pattern: calls[bench.psa].write,
        effect: { kind: "lose_answer" },
      });
      await failCalls(bench, {
        ...calls[bench.psa].read,
        skip: 1,
        effect: { kind: "answer", status: 503 },
      });
      return bench.sync();
    },
    // What is not known is looked at again by itself.
    undo: async (bench) => {
      const [again] = (await bench.runs()).filter((run) => run.finishedAt === null);
      if (again) await bench.workOff(again.id);
    },
    outcome: "unknown",
    status: "error",
    writes: 1,
    says: "but its answer never came.",
  },
  {
    code: "psa_rejected",
    psas: both,
    when: "it refuses a line in words of its own",
    customer: "new",
    provoke: async (bench) => {
      const effect = { kind: "answer", ...refusals[bench.psa] };
      await failCalls(bench, { method: "POST", pattern: calls[bench.psa].write, effect });
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: " refused the change. It said: “The tax c",
  },
];
