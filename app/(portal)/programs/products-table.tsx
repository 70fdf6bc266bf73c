import { CircleDashed, Link2, LogOut } from "lucide-react";
import { originWords } from "@/app/(portal)/programs/products/origin-words";
import { AppLink } from "@/components/ui/app-link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { StatusChip } from "@/components/ui/status-chip";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { ProductRow } from "@/db/queries/portal/program-products";
import { formatMoney } from "@/lib/format/money";
import { links } from "@/lib/links";
import type { PsaWords } from "@/lib/psa-names";

type ProductsTableProps = {
  rows: ProductRow[];
  slug: string;
  canLink: boolean;
  words: PsaWords;
  /** Of the newest invoice: the price list itself names none. */
  currency: string | null;
};

export function ProductsTable({ rows, slug, canLink, words, currency }: ProductsTableProps) {
  return (
    <Card flush>
      <Table label="Products of this program">
        <TableHead>
          <Th>Product</Th>
          <Th>SKU</Th>
          <Th>In {words.name}</Th>
          <Th numeric>Unit cost</Th>
          <Th numeric>Unit price</Th>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <Tr key={row.productId}>
              <Td phone="lead">
                <AppLink
                  href={links.product(slug, row.productId)}
                  className="font-medium wrap-anywhere underline-offset-3 hover:underline"
                >
                  {row.name}
                </AppLink>{" "}
                {row.trial ? <Badge>trial</Badge> : null}
              </Td>
              <Td phone="wide">
                <span className="text-sm wrap-anywhere text-soft">{row.sku ?? "none"}</span>
              </Td>
              <Td phone="sub">
                <LinkChip
                  row={row}
                  words={words}
                  href={canLink ? links.product(slug, row.productId) : null}
                />
              </Td>
              <Td phone="subEnd" numeric label="Cost">
                {formatMoney(row.unitCost, currency)}
              </Td>
              <Td phone="leadEnd" numeric>
                {formatMoney(row.unitPrice, currency)}
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

type LinkChipProps = {
  row: ProductRow;
  words: PsaWords;
  /** Where the link is changed; null: not by this person. */
  href: string | null;
};

function LinkChip({ row: { link, listed, name }, words, href }: LinkChipProps) {
  return (
    <>
      {link ? (
        <StatusChip tone="ok" icon={Link2}>
          {words.Item} {link.psaItemId}
        </StatusChip>
      ) : listed ? (
        <StatusChip tone="none" icon={CircleDashed}>
          Not linked
        </StatusChip>
      ) : null}{" "}
      {listed ? null : (
        <StatusChip tone="warn" icon={LogOut}>
          Left the price list
        </StatusChip>
      )}
      <span className="block text-sm text-soft">
        {link ? originWords[link.origin] : null}
        {href ? (
          <span className={link ? "before:content-['_·_']" : undefined}>
            <TextLink href={href}>
              {link ? "change" : "link by hand"}
              <span className="sr-only"> {name}</span>
            </TextLink>
          </span>
        ) : null}
      </span>
    </>
  );
}
