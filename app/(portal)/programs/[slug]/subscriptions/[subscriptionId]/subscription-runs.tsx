import { keyWords } from "@/app/(portal)/programs/[slug]/subscriptions/[subscriptionId]/key-words";
import { lineGroups } from "@/app/(portal)/runs/[runId]/item-lines";
import type { LineView } from "@/app/(portal)/runs/[runId]/run-view";
import { type SyncLineGroup, SyncLines } from "@/components/sync/sync-lines";
import { TextLink } from "@/components/ui/text-link";
import { Instant } from "@/components/ui/time";
import type { HistoryRow } from "@/db/queries/portal/subscription-history";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { connectorNames } from "@/lib/psa-names";
import type { Session } from "@/lib/session";
import { runTitle } from "@/lib/sync/run-words";

type SubscriptionRunsProps = {
  rows: HistoryRow[];
  place: { connection: LineView["connection"]; slug: string };
  session: Session;
  now: Date;
};

/** What each run did to the subscription: before and after, and its issues in full. */
export function SubscriptionRuns({ rows, place, session, now }: SubscriptionRunsProps) {
  return (
    <SyncLines
      groups={rows.flatMap((row) => groupOf(row, place, session, now))}
      headings={{ subject: "Line", changes: ["Quantity", "Unit price"], amount: "Invoiced" }}
    />
  );
}

function groupOf(
  { run, at, item }: HistoryRow,
  { connection, slug }: SubscriptionRunsProps["place"],
  session: Session,
  now: Date,
): SyncLineGroup[] {
  const underWay = run.status === "queued" || run.status === "running";
  const view: LineView = {
    runId: run.id,
    run,
    psa: connectorNames[connection.kind],
    canAct: may(session.role, "operator") && run.mode === "live" && !underWay,
    itemId: null,
    timeZone: session.timeZone,
    now,
    connection,
    programSlug: slug,
  };
  return lineGroups([{ view, item }]).map((group) => ({
    ...group,
    id: item.id,
    heading: (
      <>
        <TextLink href={links.item(run.id, item.id)}>{runTitle(run)}</TextLink>{" "}
        <span className="font-normal text-soft">
          · <Instant at={at} timeZone={session.timeZone} now={now} />
        </span>
      </>
    ),
    lines: group.lines.map(({ href: _, ...line }) => ({ ...line, name: keyWords(item.key) })),
  }));
}
