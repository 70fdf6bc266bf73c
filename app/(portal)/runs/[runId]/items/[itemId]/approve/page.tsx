import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { approveForCustomer } from "@/app/(portal)/runs/[runId]/decisions/actions";
import { PageNotice } from "@/components/shell/page-notice";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { SearchForm } from "@/components/ui/search-form";
import { portalDatabase } from "@/db/portal";
import { getSyncRun } from "@/db/queries/portal/get-sync-run";
import { listRunItems } from "@/db/queries/portal/list-run-items";
import { searchMappedCustomers } from "@/db/queries/portal/mapped-customers";
import { formatMoney } from "@/lib/format/money";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";
import { runTitle } from "@/lib/sync/run-words";

type ApproveItemProps = {
  params: Promise<{ runId: string; itemId: string }>;
  searchParams: Promise<{ q?: string | string[] }>;
};

export const metadata: Metadata = { title: "Approve for a customer" };

const mostShown = 30;

/** An invoice line of no customer: a person says whose it is, and approves it as a charge. */
export default async function ApproveItemPage({ params, searchParams }: ApproveItemProps) {
  const { orgId } = await requireSession();
  const { runId, itemId } = await params;
  if (!z.uuid().safeParse(runId).success || !z.uuid().safeParse(itemId).success) notFound();
  const { q } = await searchParams;
  const search = (typeof q === "string" ? q : "").trim().slice(0, 100);
  const db = portalDatabase();
  const { run } = (await getSyncRun(db, { orgId, runId })) ?? notFound();
  const { itemMonth, programSyncId, kind } = run;
  const of = { orgId, runId, itemMonth, programSyncId, kind };
  const { rows } = await listRunItems(db, { of, filter: {}, place: { around: itemId }, size: 1 });
  const item = rows.find((row) => row.id === itemId) ?? notFound();
  const issue = item.issues.find((one) => one.code === "credit_or_adjustment") ?? notFound();
  const found = await searchMappedCustomers(db, { orgId, programSyncId, search, limit: mostShown });
  return (
    <>
      <PageHeader
        title="Whose is this line?"
        crumbs={[{ label: runTitle(run), href: links.itemInList(runId, itemId) }]}
      >
        {item.title} · {formatMoney(item.priceAmount ?? "0", item.currency)}
      </PageHeader>
      <PageNotice />
      <Card>
        <SearchForm
          action={links.approveForCustomer(runId, itemId)}
          label="Search the mapped customers"
          placeholder="Name"
          value={search}
        />
        {found.length === 0 ? (
          <p className="mt-3 text-soft">No mapped customer has “{search}” in its name.</p>
        ) : (
          <ul className="mt-3">
            {found.map(({ customerId, name }) => (
              <li
                key={customerId}
                className="flex items-center justify-between gap-2 border-line border-t py-2"
              >
                <span className="min-w-0">{name}</span>
                <ActionForm
                  action={approveForCustomer}
                  fields={{ runId, itemId, issueId: issue.id, customerId }}
                  label="Charge"
                  about={name}
                />
              </li>
            ))}
          </ul>
        )}
        {found.length === mostShown ? (
          <p className="mt-2 text-soft">More fit than are shown: search for a part of the name.</p>
        ) : null}
      </Card>
    </>
  );
}
