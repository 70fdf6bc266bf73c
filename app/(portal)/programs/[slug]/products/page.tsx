import { PackageOpen } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { ListControls, ListPager, NothingFound } from "@/app/(portal)/programs/list-parts";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { DirectoryLine } from "@/app/(portal)/programs/mapping/directory-line";
import { ProductsTable } from "@/app/(portal)/programs/products-table";
import { RunButtons } from "@/app/(portal)/sync-cards/run-buttons";
import { PageNotice } from "@/components/shell/page-notice";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import type { OfProgramSync } from "@/db/queries/portal/program-customers";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import {
  countProgramProducts,
  listProgramProducts,
  productFilters,
} from "@/db/queries/portal/program-products";
import { may } from "@/lib/auth/may";
import { links, type ProductList } from "@/lib/links";
import { readCursor } from "@/lib/page-cursor";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { programTitle } from "@/lib/program-title";
import { psaWords } from "@/lib/psa-names";

export const metadata: Metadata = { title: "Products" };

const pageSize = 50;
const word = z.string().max(4_000).optional().catch(undefined);

const listQuery = z.object({
  q: z.string().trim().max(200).catch(""),
  show: z.enum(productFilters).catch("all"),
  after: word,
  before: word,
});

type ProductsPageProps = { params: Promise<{ slug: string }>; searchParams: PageQuery };

export default async function ProductsPage({ params, searchParams }: ProductsPageProps) {
  const { slug } = await params;
  const { session, program, of } = await loadProgram(slug);
  const list = await readPageQuery(listQuery, searchParams);
  const counts = await countProgramProducts(portalDatabase(), { ...of, search: list.q });
  const words = psaWords[program.connectionKind];
  const { id: programSyncId, productsEnabled } = program.sync;
  return (
    <>
      <PageHeader
        title="Products"
        crumbs={[{ label: programTitle(program), href: links.program(slug) }]}
        actions={
          may(session.role, "operator") ? (
            <RunButtons programSyncId={programSyncId} kind="products" enabled={productsEnabled} />
          ) : null
        }
      >
        The price list of {program.programName}, and the {words.item} of {words.name} that each product is
        linked to
      </PageHeader>
      <PageNotice />
      {counts.all === 0 && list.q === "" ? (
        <EmptyState icon={PackageOpen} title="No price list has been read yet">
          Products appear here with the first products sync or its preview. A preview changes nothing in{" "}
          {words.name}: it shows which {words.items} would be linked, created or get other prices.
        </EmptyState>
      ) : (
        <>
          <DirectoryLine
            connectionId={of.connectionId}
            refreshedAt={program.directoryRefreshedAt}
            psa={words.name}
            what={words.items}
            session={session}
            now={new Date()}
          />
          <ProductControls slug={slug} list={list} counts={counts} />
          <ProductsList program={program} of={of} list={list} canLink={may(session.role, "operator")} />
        </>
      )}
    </>
  );
}

type ListQuery = z.infer<typeof listQuery>;

const addressOf =
  (slug: string, { q, show }: ListQuery) =>
  (change: ProductList) => {
    const list = { q, show, ...change };
    return links.products(slug, list.show === "all" ? { ...list, show: undefined } : list);
  };

type ProductControlsProps = { slug: string; list: ListQuery; counts: Record<ListQuery["show"], number> };

function ProductControls({ slug, list, counts }: ProductControlsProps) {
  const address = addressOf(slug, list);
  const filter = (label: string, show: ListQuery["show"]) => ({
    label,
    count: counts[show],
    href: address({ show }),
    current: list.show === show,
  });
  return (
    <ListControls
      filterLabel="Which products"
      filters={[
        filter("All", "all"),
        filter("Linked", "linked"),
        filter("Not linked", "unlinked"),
        filter("Left the price list", "gone"),
      ]}
      search={{
        action: links.products(slug),
        label: "Search products",
        placeholder: "Name or SKU",
        value: list.q,
        keep: list.show === "all" ? {} : { show: list.show },
      }}
    />
  );
}

type ProductsListProps = {
  program: ProgramOverview;
  of: OfProgramSync;
  list: ListQuery;
  canLink: boolean;
};

async function ProductsList({ program, of, list, canLink }: ProductsListProps) {
  const { q: search, show: filter } = list;
  const asked = { ...of, search, filter, cursor: readCursor(list), limit: pageSize };
  const page = await listProgramProducts(portalDatabase(), asked);
  const { slug } = program.sync;
  if (page.rows.length === 0) {
    return (
      <NothingFound href={links.products(slug)}>
        {search === "" ? "No product is of this kind." : `No product matches “${search}”.`}
      </NothingFound>
    );
  }
  return (
    <>
      <ProductsTable
        rows={page.rows}
        slug={slug}
        canLink={canLink}
        words={psaWords[program.connectionKind]}
        currency={program.newestInvoice?.currency ?? null}
      />
      <ListPager label="Pages of products" page={page} address={addressOf(slug, list)} />
    </>
  );
}
