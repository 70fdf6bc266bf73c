import type { Metadata } from "next";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { DirectoryLine } from "@/app/(portal)/programs/mapping/directory-line";
import { CurrentLink } from "@/app/(portal)/programs/products/current-link";
import { ItemChoice } from "@/app/(portal)/programs/products/item-choice";
import { loadProduct, productQuery } from "@/app/(portal)/programs/products/load-product";
import { WaitingLines } from "@/app/(portal)/programs/products/waiting-lines";
import { PageNotice } from "@/components/shell/page-notice";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { countLinesOfProduct } from "@/db/queries/portal/lines-of-product";
import { may } from "@/lib/auth/may";
import { lineItCameFrom } from "@/lib/came-from";
import { formatMoney } from "@/lib/format/money";
import { links } from "@/lib/links";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { psaWords } from "@/lib/psa-names";

export const metadata: Metadata = { title: "Link a product" };

type ProductPageProps = { params: Promise<{ slug: string; productId: string }>; searchParams: PageQuery };

/** One product of the price list: what it is linked to in the PSA, and the way to link it by hand. */
export default async function ProductPage({ params, searchParams }: ProductPageProps) {
  const { slug, productId } = await params;
  const { session, program, of } = await loadProgram(slug);
  const query = await readPageQuery(productQuery, searchParams);
  const loaded = await loadProduct(of, productId, query);
  const { product } = loaded;
  const words = psaWords[program.connectionKind];
  const currency = program.newestInvoice?.currency ?? null;
  const canLink = may(session.role, "operator");
  const now = new Date();
  const { programSyncId } = of;
  return (
    <>
      <PageHeader
        title={product.name}
        crumbs={[
          { label: "Products", href: links.products(slug) },
          ...(query.from ? [{ label: "Back to the line", href: lineItCameFrom(query.from) }] : []),
        ]}
      >
        {[
          product.sku ? `SKU ${product.sku}` : "no SKU",
          `cost ${formatMoney(product.unitCost, currency)}`,
          `price ${formatMoney(product.unitPrice, currency)}`,
          product.listed ? null : "left the price list",
        ]
          .filter(Boolean)
          .join(" · ")}
      </PageHeader>
      <PageNotice />
      <WaitingLines
        programSyncId={programSyncId}
        productId={productId}
        waiting={
          await countLinesOfProduct(portalDatabase(), { orgId: session.orgId, programSyncId, productId })
        }
        linked={product.link !== null}
        canSync={canLink && program.sync.customersEnabled}
      />
      <Section title={`${words.Item} in ${words.name}`}>
        <CurrentLink
          product={product}
          words={words}
          timeZone={session.timeZone}
          now={now}
          fields={canLink ? { programSyncId, productId } : null}
        />
      </Section>
      {canLink ? (
        <Section
          title={product.link ? "Link another one" : "Link by hand"}
          actions={
            <DirectoryLine
              connectionId={of.connectionId}
              refreshedAt={program.directoryRefreshedAt}
              psa={words.name}
              what={words.items}
              session={session}
              now={now}
            />
          }
        >
          <ItemChoice
            loaded={loaded}
            slug={slug}
            programSyncId={programSyncId}
            productId={productId}
            words={words}
            search={query.q}
            from={query.from}
          />
        </Section>
      ) : null}
    </>
  );
}
