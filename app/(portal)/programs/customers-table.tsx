import { ArrowRight, CircleCheck, CircleDashed, CirclePause, Lightbulb, Pencil } from "lucide-react";
import type { Outlook } from "@/app/(portal)/programs/mapping/suggested/propose";
import { strategyWords } from "@/app/(portal)/programs/strategies";
import { tenantAgreementWords } from "@/app/(portal)/programs/tenant-words";
import { AppLink } from "@/components/ui/app-link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { StatusChip } from "@/components/ui/status-chip";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import type { CustomerRow, CustomerSort } from "@/db/queries/portal/program-customers";
import type { DirectoryCompany } from "@/db/queries/portal/psa-directory";
import { formatDate } from "@/lib/format/billing-date";
import { formatMoney } from "@/lib/format/money";
import { links } from "@/lib/links";
import type { Suggestion } from "@/lib/matching/suggest-companies";
import type { PsaWords } from "@/lib/psa-names";

type CustomersTableProps = {
  rows: CustomerRow[];
  /** What is suggested for those without a mapping, by their ids. */
  outlooks: Map<string, Outlook>;
  slug: string;
  words: PsaWords;
  sort: CustomerSort;
  sortHref: (sort: CustomerSort) => string;
  canMap: boolean;
  /** An invoice has been read, so that a customer without an amount is not on it. */
  hasInvoice: boolean;
};

export function CustomersTable({
  rows,
  outlooks,
  slug,
  words,
  sort,
  sortHref,
  canMap,
  hasInvoice,
}: CustomersTableProps) {
  const heading = (label: string, by: CustomerSort) => (
    <AppLink
      href={sortHref(by)}
      className="underline-offset-3 hover:underline aria-[current]:text-ink"
      aria-current={sort === by ? "true" : undefined}
    >
      {label}
    </AppLink>
  );
  return (
    <Card flush>
      <Table label="Customers of this program">
        <TableHead>
          <Th sort={sort === "name" ? "ascending" : undefined}>{heading("Customer", "name")}</Th>
          <Th sort={sort === "unmapped" ? "ascending" : undefined}>
            {heading(`In ${words.name}`, "unmapped")}
          </Th>
          <Th>Pricing</Th>
          <Th>Sync</Th>
          <Th numeric sort={sort === "cost" ? "descending" : undefined}>
            {heading("Newest invoice", "cost")}
          </Th>
          <Th>
            <span className="sr-only">Map or edit</span>
          </Th>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <Tr key={row.customerId}>
              <Td phone="lead">
                <span className="font-medium wrap-anywhere">{row.name}</span>{" "}
                {row.active ? null : <Badge>inactive in PRISM</Badge>}
                <span className="block text-sm wrap-anywhere text-soft max-sm:hidden">
                  {row.tenantDomain}
                </span>
                <span className="block text-sm text-soft">
                  {tenantAgreementWords(row.sharedTenantAgreement)}
                </span>
              </Td>
              <Td phone="wide">
                <div className="wrap-anywhere">
                  <Target row={row} outlook={outlooks.get(row.customerId)} words={words} />
                </div>
              </Td>
              <Td phone="hidden">{row.mapping ? strategyWords[row.mapping.pricingStrategy] : null}</Td>
              <Td phone="sub">
                <MappingChip mapping={row.mapping} />
              </Td>
              <Td phone="leadEnd" numeric>
                {row.cost === null ? (
                  <span className="text-soft">{hasInvoice ? "not on it" : "–"}</span>
                ) : (
                  formatMoney(row.cost, row.currency)
                )}
              </Td>
              <Td phone="subEnd" numeric>
                <EditLink row={row} slug={slug} canMap={canMap} />
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function MappingChip({ mapping }: Pick<CustomerRow, "mapping">) {
  if (!mapping) {
    return (
      <StatusChip tone="warn" icon={CircleDashed}>
        Not mapped
      </StatusChip>
    );
  }
  return mapping.enabled ? (
    <StatusChip tone="ok" icon={CircleCheck}>
      On
    </StatusChip>
  ) : (
    <StatusChip tone="none" icon={CirclePause}>
      Off
    </StatusChip>
  );
}

type TargetProps = { row: CustomerRow; outlook: Outlook | undefined; words: PsaWords };

function Target({ row, outlook, words }: TargetProps) {
  const { mapping, company, agreement, alsoMapped } = row;
  if (!mapping)
    return outlook?.best ? (
      <Suggested suggestion={outlook.best} others={outlook.others} />
    ) : (
      <span className="text-soft">no company looks like it</span>
    );
  return (
    <>
      <span>{company?.name ?? `company ${mapping.psaCompanyId}`}</span>
      {company && (company.inactive || alsoMapped.length > 0) ? (
        <span className="text-sm text-soft"> id {mapping.psaCompanyId}</span>
      ) : null}
      {company?.inactive ? <span className="text-warn"> · inactive in {words.name}</span> : null}
      {company ? null : <span className="text-warn"> · not in the directory</span>}
      <span className="block text-sm text-soft">
        <ArrowRight className="mr-1 inline size-3.5 align-[-0.15em]" />
        {agreement?.name ?? `${words.agreement} ${mapping.psaAgreementId}`}
        {agreement && agreement.status !== "active" ? (
          <span className="font-medium text-warn"> · {agreementStatusWords(agreement)}</span>
        ) : null}
        {agreement ? null : <span className="font-medium text-warn"> · not in the directory</span>}
      </span>
      {alsoMapped.length > 0 ? (
        <span className="block text-sm text-warn">also mapped to it: {alsoMapped.join(", ")}</span>
      ) : null}
    </>
  );
}

function agreementStatusWords({ status, endDate }: { status: string; endDate: string | null }): string {
  return status === "ended" && endDate ? `ended ${formatDate(endDate)}` : status;
}

type SuggestedProps = { suggestion: Suggestion<DirectoryCompany>; others: string[] };

function Suggested({ suggestion, others }: SuggestedProps) {
  const { company, reasons, ambiguous } = suggestion;
  const more = others.length > 2 ? ` and ${others.length - 2} more` : "";
  return (
    <>
      <Lightbulb className="mr-1 inline size-3.5 align-[-0.15em] text-soft" />
      looks like {company.name} <span className="text-sm text-soft">id {company.psaId}</span>
      {company.inactive ? <span className="text-warn"> · inactive</span> : null}
      <span className="block text-sm text-soft">
        {ambiguous ? `or another company · ${reasons[0]}` : reasons[0]}
      </span>
      {others.length > 0 ? (
        <span className="block text-sm text-warn">
          so {others.length === 1 ? "does" : "do"} {others.slice(0, 2).join(", ")}
          {more}
        </span>
      ) : null}
    </>
  );
}

function EditLink({ row, slug, canMap }: { row: CustomerRow; slug: string; canMap: boolean }) {
  const words = !canMap ? "View" : row.mapping ? "Edit" : "Map";
  return (
    <LinkButton
      href={links.customer(slug, row.customerId)}
      size="small"
      variant={row.mapping ? "quiet" : "secondary"}
    >
      <Pencil className="size-3.5" />
      {words}
      <span className="sr-only"> {row.name}</span>
    </LinkButton>
  );
}
