import { ArrowRight } from "lucide-react";
import type { Proposal } from "@/app/(portal)/programs/mapping/suggested/propose";
import { tickedValue } from "@/app/(portal)/programs/mapping/suggested/ticked";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatMoney } from "@/lib/format/money";
import type { PsaWords } from "@/lib/psa-names";

type ProposalsTableProps = { rows: Proposal[]; words: PsaWords; ticked: boolean; tickHref: string };

/** Customer → company → agreement with the reason and the money at stake, a box before each. */
export function ProposalsTable({ rows, words, ticked, tickHref }: ProposalsTableProps) {
  return (
    <>
      <p className="mb-2">
        <TextLink href={tickHref}>{ticked ? "Tick none" : "Tick all"}</TextLink>
      </p>
      <div className="mb-4">
        <Card flush>
          <Table label="Certain suggestions">
            <TableHead>
              <Th>Customer</Th>
              <Th>In {words.name}</Th>
              <Th>Why</Th>
              <Th numeric>Newest invoice</Th>
            </TableHead>
            <TableBody>
              {rows.map((row) => (
                <ProposalRow key={row.customer.customerId} row={row} ticked={ticked} />
              ))}
            </TableBody>
          </Table>
        </Card>
      </div>
    </>
  );
}

function ProposalRow({ row, ticked }: { row: Proposal; ticked: boolean }) {
  const { customer, best, agreement } = row;
  const { company } = best;
  const reasons = best.reasons.join(" · ");
  return (
    <Tr>
      <Td phone="lead">
        <label className="flex items-start gap-2.5 pointer-coarse:py-2 lg:min-w-60">
          <input
            type="checkbox"
            name="ticked[]"
            value={tickedValue(row)}
            defaultChecked={ticked}
            className="mt-[3px] size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="font-medium wrap-anywhere">{customer.name}</span>
            <span className="block text-sm wrap-anywhere text-soft">{customer.tenantDomain}</span>
          </span>
        </label>
      </Td>
      <Td phone="wide">
        <span className="wrap-anywhere">
          {company.name} <span className="text-sm text-soft">id {company.psaId}</span>
        </span>
        <span className="block text-sm wrap-anywhere text-soft">
          <ArrowRight className="mr-1 inline size-3.5 align-[-0.15em]" />
          {agreement.name} · id {agreement.psaId}{" "}
          {agreement.prorates ? null : <Badge>does not prorate</Badge>}
        </span>
        <span className="mt-1 block text-sm text-soft sm:hidden">{reasons}</span>
      </Td>
      <Td phone="hidden">
        <span className="text-sm text-soft">{reasons}</span>
      </Td>
      <Td phone="leadEnd" numeric>
        {customer.cost === null ? (
          <span className="text-soft">{customer.newestInvoice ? "not on it" : "–"}</span>
        ) : (
          formatMoney(customer.cost, customer.currency)
        )}
      </Td>
    </Tr>
  );
}
