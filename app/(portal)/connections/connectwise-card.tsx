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
import { connectorNames } from "@/lib/psa-names";
import type { Session } from "@/lib/session";

type ConnectWiseCardProps = {
  connection: ConnectionView;
  latestTask: Accesses["latestTask"];
  session: Session;
  now: Date;
  /** The card stands on the page where it is edited. */
  editing?: boolean;
};

export function ConnectWiseCard(props: ConnectWiseCardProps) {
  const { connection, latestTask, session, editing } = props;
  const { id, permissions } = connection;
  const service = connectorNames[connection.kind];
  const test = latestTask(id, "test_connection");
  return (
    <AccessCard
      title={connection.name}
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
      {permissions ? <PermissionList permissions={permissions} psa={service} /> : null}
    </AccessCard>
  );
}

function factsOf({ connection, latestTask, session, now }: ConnectWiseCardProps): Definition[] {
  const { id, site, account, hint, testedAt, directoryRefreshedAt } = connection;
  const { timeZone } = session;
  const service = connectorNames[connection.kind];
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
          {countOf(connection.agreements, "agreement")} · {age(directoryRefreshedAt)}
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
    { term: "Site", detail: site },
    { term: "Company id", detail: account },
    { term: "Public key", detail: hint ? `ends in ${hint}` : "kept" },
    {
      term: "Tested",
      detail: open("test_connection", "Being tested") ?? (testedAt ? age(testedAt) : "not yet"),
    },
    { term: "Directory", detail: directory },
  ];
}
