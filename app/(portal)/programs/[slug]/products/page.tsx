import { PackageOpen } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { NothingFound } from "@/app/(portal)/programs/customers-section";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { ProductsTable } from "@/app/(portal)/programs/products-table";
import { RunButtons } from "@/app/(portal)/sync-cards/run-buttons";
import { PageNotice } from "@/components/shell/page-notice";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterLinks } from "@/components/ui/filter-links";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { PageHeader } from "@/components/ui/page-header";
import { SearchForm } from "@/components/ui/search-form";
import { portalDatabase } from "@/db/portal";
import {
  countProgramProducts,
  listProgramProducts,
  type ProductRow,
  productFilters,
} from "@/db/queries/portal/program-products";
import { may } from "@/lib/auth/may";
import { links, type ProductList } from "@/lib/links";
import { encodeCursor, readCursor } from "@/lib/page-cursor";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { programTitle } from "@/lib/program-title";
import { connectorNames } from "@/lib/psa-names";

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
  const { q: search, show: filter } = list;
  const db = portalDatabase();
  const [page, counts] = await Promise.all([
    listProgramProducts(db, { ...of, search, filter, cursor: readCursor(list), limit: pageSize }),
    countProgramProducts(db, { ...of, search }),
  ]);
  const address = (change: ProductList) => {
    const { show, ...rest } = { q: search, show: filter, ...change };
    return links.products(slug, show === "all" ? rest : { ...rest, show });
  };
  const filterLink = (label: string, show: typeof filter, count: number) => ({
    label,
    count,
    href: address({ show }),
    current: filter === show,
  });
  const psa = connectorNames[program.connectionKind];
  return (
    <>
      <PageHeader
        title="Products"
        crumbs={[{ label: programTitle(program), href: links.program(slug) }]}
        actions={
          may(session.role, "operator") ? (
            <RunButtons
              programSyncId={program.sync.id}
              kind="products"
              enabled={program.sync.productsEnabled}
            />
          ) : null
        }
      >
        The price list of {program.programName}, and the item of {psa} that each product is linked to
      </PageHeader>
      <PageNotice />
      {counts.all === 0 && search === "" ? (
        <EmptyState icon={PackageOpen} title="No price list has been read yet">
          Products appear here with the first products sync or its preview. A preview changes nothing in {psa}
          : it shows which items would be linked, created or get other prices.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
            <FilterLinks
              label="Which products"
              links={[
                filterLink("All", "all", counts.all),
                filterLink("Linked", "linked", counts.linked),
                filterLink("Not linked", "unlinked", counts.unlinked),
                filterLink("Left the price list", "gone", counts.gone),
              ]}
            />
            <SearchForm
              action={links.products(slug)}
              label="Search products"
              placeholder="Name or SKU"
              value={search}
              keep={filter === "all" ? {} : { show: filter }}
            />
          </div>
          {page.rows.length === 0 ? (
            <NothingFound href={links.products(slug)}>
              {search === "" ? "No product is of this kind." : `No product matches “${search}”.`}
            </NothingFound>
          ) : (
            <ProductsTable rows={page.rows} psa={psa} currency={program.newestInvoice?.currency ?? null} />
          )}
          <KeysetPager
            label="Pages of products"
            newerLabel="Previous"
            olderLabel="Next"
            newerHref={page.hasBefore ? address({ before: cursorOf(page.rows[0]) }) : null}
            olderHref={page.hasAfter ? address({ after: cursorOf(page.rows.at(-1)) }) : null}
          />
        </>
      )}
    </>
  );
}

function cursorOf(row: ProductRow | undefined): string | undefined {
  return row && encodeCursor(row.sortKey);
}
