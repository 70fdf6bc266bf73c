import type { Metadata } from "next";
import { CustomerSubscriptions } from "@/app/(portal)/programs/customer-subscriptions";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { AgreementSection } from "@/app/(portal)/programs/mapping/agreement-section";
import { CompanyChoice } from "@/app/(portal)/programs/mapping/company-choice";
import { DirectoryLine } from "@/app/(portal)/programs/mapping/directory-line";
import { leftoverQuestion } from "@/app/(portal)/programs/mapping/leftover-question";
import { loadMapping, mappingQuery } from "@/app/(portal)/programs/mapping/load-mapping";
import { UnmapForm } from "@/app/(portal)/programs/mapping/unmap-form";
import { CustomerSyncLine } from "@/app/(portal)/programs/sync-now/customer-sync-line";
import { tenantAgreementWords } from "@/app/(portal)/programs/tenant-words";
import { PageNotice } from "@/components/shell/page-notice";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { findCustomerSync } from "@/db/queries/portal/customers-to-sync";
import { may } from "@/lib/auth/may";
import { lineItCameFrom } from "@/lib/came-from";
import { formatMonth } from "@/lib/format/billing-date";
import { formatMoney } from "@/lib/format/money";
import { links } from "@/lib/links";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { programTitle } from "@/lib/program-title";
import { psaWords } from "@/lib/psa-names";

export const metadata: Metadata = { title: "Map a customer" };

type MappingPageProps = {
  params: Promise<{ slug: string; customerId: string }>;
  searchParams: PageQuery;
};

export default async function MappingPage({ params, searchParams }: MappingPageProps) {
  const { slug, customerId } = await params;
  const { session, program, of } = await loadProgram(slug);
  const query = await readPageQuery(mappingQuery, searchParams);
  const loaded = await loadMapping(of, customerId, query);
  const { customer, mapping, newestInvoice, cost } = loaded;
  const words = psaWords[program.connectionKind];
  const psa = words.name;
  const canMap = may(session.role, "operator");
  const atStake =
    newestInvoice && cost !== null
      ? `${formatMoney(cost, newestInvoice.currency)} on the invoice of ${formatMonth(newestInvoice.periodStart)}`
      : "not on the newest invoice";
  return (
    <>
      <PageHeader
        title={customer.name}
        crumbs={[
          { label: programTitle(program), href: links.program(slug) },
          ...(query.from ? [{ label: "Back to the line", href: lineItCameFrom(query.from) }] : []),
        ]}
      >
        {[
          customer.tenantDomain,
          tenantAgreementWords(loaded.sharedTenantAgreement),
          customer.website,
          customer.registrationNumber,
          atStake,
        ]
          .filter(Boolean)
          .join(" · ")}
      </PageHeader>
      <PageNotice />
      {canMap ? (
        <CustomerSyncLine
          programSyncId={of.programSyncId}
          customerId={customer.id}
          state={await findCustomerSync(portalDatabase(), { ...of, customerId: customer.id })}
          enabled={program.sync.customersEnabled}
        />
      ) : null}
      {canMap ? (
        <Section
          title={`Company in ${psa}`}
          actions={
            <DirectoryLine
              connectionId={of.connectionId}
              refreshedAt={program.directoryRefreshedAt}
              psa={psa}
              session={session}
              now={new Date()}
            />
          }
        >
          <CompanyChoice
            slug={slug}
            customerId={customer.id}
            words={words}
            search={query.q}
            from={query.from}
            found={loaded.search?.rows ?? null}
            more={loaded.search?.more ?? false}
            suggestions={loaded.suggestions}
            chosenId={loaded.companyId}
            takenBy={(id) =>
              loaded.taken.filter((one) => one.psaCompanyId === id).map((one) => one.customerName)
            }
          />
        </Section>
      ) : null}
      <AgreementSection
        loaded={loaded}
        programSyncId={of.programSyncId}
        context={{ kind: program.connectionKind, annualEnabled: program.sync.annualEnabled }}
        canMap={canMap}
        from={query.from}
      />
      <CustomerSubscriptions slug={slug} of={of} customerId={customer.id} />
      {canMap && mapping ? (
        <div className="mt-8">
          <UnmapForm
            programSyncId={of.programSyncId}
            customerId={customer.id}
            version={mapping.version}
            leftover={leftoverQuestion(loaded, words, { only: true })}
          />
        </div>
      ) : null}
    </>
  );
}
