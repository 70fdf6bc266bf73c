import type { Metadata } from "next";
import { SafePanel } from "@/app/(portal)/dashboard/safe/safe-panel";
import { safeToInvoice } from "@/app/(portal)/dashboard/safe/safe-to-invoice";
import { Checklist } from "@/app/(portal)/getting-started/checklist";
import { loadSetUp } from "@/app/(portal)/getting-started/load-set-up";
import { setUpPhases } from "@/app/(portal)/getting-started/phases";
import { KindCard } from "@/app/(portal)/sync-cards/kind-card";
import { AutoRefresh } from "@/components/shell/auto-refresh";
import { PageNotice } from "@/components/shell/page-notice";
import { Section } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { portalDatabase } from "@/db/portal";
import { countParkedMails } from "@/db/queries/portal/parked-mails";
import { listProgramOverviews, type ProgramOverview } from "@/db/queries/portal/program-overviews";
import { SECOND } from "@/lib/clock";
import { dayIn } from "@/lib/day-in";
import { formatMonth } from "@/lib/format/billing-date";
import { formatInstant } from "@/lib/format/instant";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { connectorNames } from "@/lib/psa-names";
import { requireSession, type Session } from "@/lib/session";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage() {
  const session = await requireSession();
  const { orgId } = session;
  const db = portalDatabase();
  const [programs, parked] = await Promise.all([
    listProgramOverviews(db, { orgId }),
    countParkedMails(db, { orgId }),
  ]);
  const now = new Date();
  const active = programs.some(({ kinds }) => kinds.customers.openRun || kinds.products.openRun);
  return (
    <>
      <PageHeader title="Dashboard">{[session.orgName, arrival(programs, session, now)].join("")}</PageHeader>
      <PageNotice />
      {parked > 0 ? <ParkedNotice count={parked} /> : null}
      {programs.length === 0 ? (
        <EmptyDashboard session={session} />
      ) : (
        <Programs programs={programs} session={session} now={now} />
      )}
      {active ? <AutoRefresh everyMs={5 * SECOND} /> : null}
    </>
  );
}

/** Somebody was to be told of something and was not. */
function ParkedNotice({ count }: { count: number }) {
  return (
    <Notice
      tone="warn"
      title={`${countOf(count, "mail")} could not be sent.`}
      actions={
        <LinkButton href={links.mails()} size="small">
          See which
        </LinkButton>
      }
    >
      Whoever was to be told does not know of it yet.
    </Notice>
  );
}

/** " · invoice of October 2026 read 2 Nov 2026, 06:03", of the newest one. */
function arrival(programs: ProgramOverview[], { timeZone }: Session, now: Date): string {
  const [newest] = programs
    .flatMap((program) => program.newestInvoice ?? [])
    .sort((one, other) => other.fetchedAt.getTime() - one.fetchedAt.getTime());
  if (!newest) return "";
  return ` · invoice of ${formatMonth(newest.start)} read ${formatInstant(newest.fetchedAt, timeZone, now)}`;
}

async function EmptyDashboard({ session }: { session: Session }) {
  return <Checklist phases={setUpPhases(await loadSetUp(session.orgId))} role={session.role} />;
}

type ProgramsProps = { programs: ProgramOverview[]; session: Session; now: Date };

function Programs({ programs, session, now }: ProgramsProps) {
  const today = dayIn(session.timeZone)(now);
  return (
    <>
      <div className="grid gap-3">
        {programs.map((program) => (
          <SafePanel
            key={program.sync.id}
            program={programTitle(program)}
            psa={connectorNames[program.connectionKind]}
            {...safeToInvoice(program, { now, today })}
          />
        ))}
      </div>
      {programs.map((program) => (
        <Section
          key={program.sync.id}
          title={programTitle(program)}
          actions={<TextLink href={links.program(program.sync.slug)}>Settings and customers</TextLink>}
        >
          <div className="grid gap-4 md:grid-cols-2">
            <KindCard program={program} kind="customers" session={session} now={now} />
            <KindCard program={program} kind="products" session={session} now={now} />
          </div>
        </Section>
      ))}
    </>
  );
}
