import { AccessCard } from "@/app/(portal)/connections/access-card";
import { AccessChip } from "@/app/(portal)/connections/access-chip";
import { PermissionList } from "@/app/(portal)/connections/permission-list";
import { failureWords, openTaskWords } from "@/app/(portal)/connections/test-words";
import type { Definition } from "@/components/ui/definition-list";
import { Notice } from "@/components/ui/notice";
import { Age } from "@/components/ui/time";
import type { Accesses, ConnectionView } from "@/db/queries/portal/accesses";
import { may } from "@/lib/auth/may";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";
import { autotaskHost } from "@/lib/psa-links";
import { psaWords } from "@/lib/psa-names";
import type { Session } from "@/lib/session";

type PsaCardProps = {
  connection: ConnectionView;
  latestTask: Accesses["latestTask"];
  session: Session;
  now: Date;
  /** The card stands on the page where it is edited. */
  editing?: boolean;
};

/** A connection to a PSA of either kind. */
export function PsaCard(props: PsaCardProps) {
  const { connection, latestTask, session, editing } = props;
  const { id, permissions } = connection;
  const service = psaWords[connection.kind].name;
  const test = latestTask(id, "test_connection");
  return (
    <AccessCard
      title={connection.name}
      heading={editing ? "h2" : "h3"}
      chip={
        <AccessChip
          state={connection.state}
          reason={connection.stateReason}
          testing={test?.state === "queued"}
        />
      }
      facts={factsOf(props)}
      editHref={!editing && may(session.role, "admin") ? links.connection(id) : null}
      tasks={
        may(session.role, "operator")
          ? [
              { kind: "test_connection", subjectId: id, label: "Test", primary: !editing },
              { kind: "refresh_directory", subjectId: id, label: "Refresh the directory" },
            ]
          : []
      }
    >
      {test?.state === "failed" && test.failure ? (
        <Notice tone="err" title={failureWords(test.failure, service)}>
          {test.failure.code === "psa_unauthorised"
            ? "Nothing is synced over this connection until the right keys are entered."
            : null}
        </Notice>
      ) : null}
      {permissions ? <PermissionList permissions={permissions} kind={connection.kind} /> : null}
    </AccessCard>
  );
}

function factsOf({ connection, latestTask, session, now }: PsaCardProps): Definition[] {
  const { id, testedAt, directoryRefreshedAt } = connection;
  const { timeZone } = session;
  const { name: service, agreement, agreements } = psaWords[connection.kind];
  const age = (at: Date) => <Age at={at} timeZone={timeZone} now={now} />;
  const open = (kind: "test_connection" | "refresh_directory", doing: string) =>
    openTaskWords(latestTask(id, kind), { doing, service, timeZone }, now);
  const fetching = latestTask(id, "refresh_directory");
  const refreshing = open("refresh_directory", "Being fetched");
  const directory = (
    <>
      {directoryRefreshedAt ? (
        <>
          {countOf(connection.companies, "company", "companies")},{" "}
          {countOf(connection.agreements, agreement, agreements)} · {age(directoryRefreshedAt)}
        </>
      ) : (
        "not fetched yet"
      )}
      {refreshing ? <span className="block text-run">{refreshing}</span> : null}
      {fetching?.state === "failed" && fetching.failure ? (
        <span className="block text-err">{failureWords(fetching.failure, service)}</span>
      ) : null}
    </>
  );
  return [
    ...entriesOf(connection),
    {
      term: "Tested",
      detail: open("test_connection", "Being tested") ?? (testedAt ? age(testedAt) : "not yet"),
    },
    { term: "Directory", detail: directory },
  ];
}

function entriesOf({ kind, site, account, hint }: ConnectionView): Definition[] {
  const key = hint ? `ends in ${hint}` : "kept";
  return kind === "connectwise"
    ? [
        { term: "Site", detail: site },
        { term: "Company id", detail: account },
        { term: "Public key", detail: key },
      ]
    : [
        { term: "User name", detail: account },
        { term: "Zone", detail: site === autotaskHost ? "found by itself" : `asked for at ${site}` },
        { term: "Integration code", detail: key },
      ];
}
