import { finishRun } from "@/db/commands/runs/finish-run";
import { countOutcomes } from "@/db/queries/runs/count-outcomes";
import { decideMails } from "./decide-mails";
import type { ActiveRun } from "./engine";
import { issueOfStop } from "./issue-of-stop";
import { runIssueRow } from "./item-issues";
import { aboutRun, causesOfIssues } from "./run-news";
import { NoProgress } from "./run-problem";

/**
 * Ends in Error a run whose every worker dies, even where it was only to be accounted for. Does the least that can be
 * done: its recorded items are counted, where its invoices' money went is not said.
 */
export async function giveUp(run: Pick<ActiveRun, "engine" | "context" | "lease">): Promise<void> {
  const { engine, context, lease } = run;
  const { itemMonth } = context.run;
  const counts = await countOutcomes(engine.db, { ...lease.ownership, itemMonth });
  const issue = issueOfStop(run, new NoProgress());
  const news = {
    complete: false,
    about: aboutRun(run, { period: null, currency: null }),
    connection: { connectionName: context.connection.name, connectionId: context.connection.id },
    failed: counts.failed + counts.unknown,
    errors: causesOfIssues([issue], "error"),
    toReview: [],
    keysRefused: null,
  };
  const end = {
    run: context.run,
    complete: false,
    stopped: true,
    statusOf: () => "error" as const,
    counts,
    tieOuts: [],
    issues: [runIssueRow(run, issue)],
    period: null,
    notMapped: null,
    recipients: context.programSync.notifyAddresses,
    retryUnknownAfterMs: engine.psaSettlesAfterMs,
  };
  await finishRun(engine.db, lease.ownership, end, (facts) => decideMails(facts, news));
}
