import { clockFrom } from "@/scripts/testing/rig";
import { both, type IssueCase } from "../issue-case";
import { spoilKeys } from "../portal";

/** Reading PRISM. The last two leave marks on the newest invoice that nothing takes away. */
export const sourceCases: IssueCase[] = [
  {
    code: "source_unauthorised",
    psas: both,
    when: "PRISM refuses the keys",
    customer: "new",
    provoke: async (bench) => {
      const enterAgain = await spoilKeys(bench, "source");
      const run = await bench.sync();
      await enterAgain();
      return run;
    },
    outcome: "run",
    status: "error",
    says: "PRISM refused the keys of your account.",
  },
  {
    code: "source_unavailable",
    psas: both,
    when: "PRISM answers nothing but errors of its own",
    customer: "new",
    provoke: async (bench) => {
      await bench.control.fault({
        service: "prism",
        times: "always",
        effect: { kind: "answer", status: 503, body: "<html>Bad gateway</html>" },
      });
      return bench.sync();
    },
    outcome: "run",
    status: "error",
    says: "PRISM did not answer, or answered with an error of its own.",
  },
  {
    code: "source_inconsistent",
    psas: both,
    when: "the invoice has two quantities for the same days",
    customer: "synced",
    provoke: async (bench, { line: { subscriptionId, quantity } }) => {
      await bench.correct(subscriptionId, {}, { quantity: String(Number(quantity) + 1) });
      return bench.sync();
    },
    outcome: "held",
    severity: "held",
    status: "warning",
    says: "more than one quantity for this subscription on the same days, 1–31 Oct 2026.",
  },
  {
    code: "source_inconsistent",
    psas: both,
    when: "a row of the invoice cannot be read",
    customer: "synced",
    provoke: async (bench) => {
      await bench.editInvoice({ malformedRow: { row: 1, kind: "bad_number" } });
      return bench.sync();
    },
    undo: (bench) => bench.editInvoice({ malformedRow: null }),
    outcome: "run",
    status: "error",
    says: "What PRISM sent cannot be right. ",
  },
  {
    code: "invoice_late",
    psas: both,
    when: "the next invoice has not come by its usual day",
    customer: "synced",
    provoke: async (bench) => {
      const runId = await bench.request("customers", { trigger: "schedule" });
      await bench.work(runId, { ...bench.tools.engine, clock: clockFrom("2026-12-20T00:00:00Z") });
      return bench.findRun(runId);
    },
    outcome: "run",
    status: "warning",
    says: "The invoice for 1–30 Nov 2026 was expected on 10 Dec 2026 and is not in PRISM yet.",
  },
  {
    code: "source_total_missing",
    psas: both,
    when: "PRISM gives no total",
    customer: "synced",
    provoke: async (bench) => {
      await bench.editInvoice({ total: null });
      return bench.sync();
    },
    outcome: "run",
    status: "warning",
    says: "PRISM gave no total for invoice ",
  },
  {
    code: "source_inconsistent",
    psas: both,
    when: "the lines do not sum to the total",
    customer: "new",
    provoke: async (bench) => {
      await bench.editInvoice({ total: "1.00" });
      return bench.sync();
    },
    outcome: "run",
    status: "error",
    says: " says that it comes to $1.00, but its lines sum to $",
  },
];
