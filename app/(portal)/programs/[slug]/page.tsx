import { ArrowLeftRight, Package, Settings } from "lucide-react";
import type { Metadata } from "next";
import { customerListQuery } from "@/app/(portal)/programs/customer-list";
import { CustomersSection } from "@/app/(portal)/programs/customers-section";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { ProgramToDo } from "@/app/(portal)/programs/program-to-do";
import { SettingsSection } from "@/app/(portal)/programs/settings-section";
import { WaitingCustomers } from "@/app/(portal)/programs/sync-now/waiting-customers";
import { KindCard } from "@/app/(portal)/sync-cards/kind-card";
import { AutoRefresh } from "@/components/shell/auto-refresh";
import { PageNotice } from "@/components/shell/page-notice";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listSettingChoices } from "@/db/queries/portal/setting-choices";
import { SECOND } from "@/lib/clock";
import { formatDateRange, formatMonth } from "@/lib/format/billing-date";
import { links } from "@/lib/links";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { programTitle } from "@/lib/program-title";

type ProgramPageProps = { params: Promise<{ slug: string }>; searchParams: PageQuery };

export async function generateMetadata({ params }: ProgramPageProps): Promise<Metadata> {
  const { program } = await loadProgram((await params).slug);
  return { title: programTitle(program) };
}

export default async function ProgramPage({ params, searchParams }: ProgramPageProps) {
  const { session, program, of } = await loadProgram((await params).slug);
  const list = await readPageQuery(customerListQuery, searchParams);
  const choices = await listSettingChoices(portalDatabase(), of);
  const now = new Date();
  const { newestInvoice: invoice, kinds, sync } = program;
  return (
    <>
      <PageHeader
        title={programTitle(program)}
        actions={
          <>
            <LinkButton href={links.products(sync.slug)}>
              <Package className="size-4" />
              Products
            </LinkButton>
            <LinkButton href={links.cutOver(sync.slug)}>
              <ArrowLeftRight className="size-4" />
              Cut over
            </LinkButton>
            <LinkButton href={links.programSettings(sync.slug)}>
              <Settings className="size-4" />
              Settings
            </LinkButton>
          </>
        }
      >
        {invoice
          ? `Newest invoice: ${formatMonth(invoice.start)}, usage ${formatDateRange(invoice.start, invoice.end)}`
          : "No invoice has been read yet"}
      </PageHeader>
      <PageNotice />
      <ProgramToDo program={program} choices={choices} />
      <WaitingCustomers program={program} session={session} />
      <h2 className="sr-only">The last syncs</h2>
      <div className="grid gap-4 md:grid-cols-2">
        <KindCard program={program} kind="customers" session={session} now={now} />
        <KindCard program={program} kind="products" session={session} now={now} />
      </div>
      <CustomersSection program={program} of={of} session={session} list={list} />
      <SettingsSection program={program} choices={choices} session={session} now={now} />
      {kinds.customers.openRun || kinds.products.openRun ? <AutoRefresh everyMs={5 * SECOND} /> : null}
    </>
  );
}
