import { AccessCard } from "@/app/(portal)/connections/access-card";
import { AccessChip } from "@/app/(portal)/connections/access-chip";
import { failureWords, openTaskWords } from "@/app/(portal)/connections/test-words";
import { Notice } from "@/components/ui/notice";
import { Age } from "@/components/ui/time";
import type { Accesses, SourceView } from "@/db/queries/portal/accesses";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import type { Session } from "@/lib/session";

type PrismCardProps = {
  source: SourceView;
  latestTask: Accesses["latestTask"];
  session: Session;
  now: Date;
  /** The card stands on the page where it is edited. */
  editing?: boolean;
};

export function PrismCard({ source, latestTask, session, now, editing }: PrismCardProps) {
  const { id, hint, checkedAt, programs } = source;
  const { timeZone, role } = session;
  const names = { service: "PRISM", timeZone };
  const test = latestTask(id, "test_source");
  const fetching = latestTask(id, "refresh_customers");
  const testing = openTaskWords(test, { doing: "Being tested", ...names }, now);
  const refreshing = openTaskWords(fetching, { doing: "The customers are being fetched", ...names }, now);
  return (
    <AccessCard
      title={source.name}
      heading={editing ? "h2" : "h3"}
      chip={
        <AccessChip state={source.state} reason={source.stateReason} testing={test?.state === "queued"} />
      }
      facts={[
        { term: "Client id", detail: hint ? `ends in ${hint}` : "kept" },
        {
          term: "Tested",
          detail: testing ?? (checkedAt ? <Age at={checkedAt} timeZone={timeZone} now={now} /> : "not yet"),
        },
        {
          term: "Programs",
          detail: (
            <>
              {programs.join(", ") || "not known yet"}
              {refreshing ? <span className="block text-run">{refreshing}</span> : null}
              {fetching?.state === "failed" && fetching.failure ? (
                <span className="block text-err">{failureWords(fetching.failure, "PRISM")}</span>
              ) : null}
            </>
          ),
        },
      ]}
      editHref={!editing && may(role, "admin") ? links.source(id) : null}
      tasks={
        may(role, "operator")
          ? [
              { kind: "test_source", subjectId: id, label: "Test", primary: !editing },
              { kind: "refresh_customers", subjectId: id, label: "Fetch the customers" },
            ]
          : []
      }
    >
      {test?.state === "failed" && test.failure ? (
        <Notice tone="err" title={failureWords(test.failure, "PRISM")} />
      ) : null}
    </AccessCard>
  );
}
