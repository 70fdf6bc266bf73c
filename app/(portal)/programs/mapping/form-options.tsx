import { agreementFacts, canTakeLines } from "@/app/(portal)/programs/mapping/agreement-words";
import { beginOptions, chosenBegin } from "@/app/(portal)/programs/mapping/begin";
import type { LoadedMapping } from "@/app/(portal)/programs/mapping/load-mapping";
import type { MappingFormProps } from "@/app/(portal)/programs/mapping/mapping-form";
import { strategyNotes, strategyWords } from "@/app/(portal)/programs/strategies";
import { Badge } from "@/components/ui/badge";
import type { RadioOption } from "@/components/ui/radio-cards";
import { pricingStrategies } from "@/db/schema";
import { formatDate } from "@/lib/format/billing-date";
import { countOf } from "@/lib/format/number";

type FormFacts = Omit<MappingFormProps, "programSyncId" | "psaCompanyId">;

/** The choices of the mapping form, and what is chosen at first: what is saved, and nothing where nothing is. */
export function formOptions(loaded: LoadedMapping, psa: string): FormFacts {
  const { mapping, customer, newestInvoice } = loaded;
  return {
    customerId: customer.id,
    version: mapping?.version ?? null,
    savedWords: savedWords(loaded),
    agreements: agreementOptions(loaded),
    strategies: pricingStrategies.map((value) => ({
      value,
      label: strategyWords[value],
      note: strategyNotes[value],
    })),
    begins: beginOptions({ newestInvoice, beginFrom: mapping?.beginFrom ?? null }),
    chosen: {
      agreement: mapping?.psaAgreementId,
      strategy: mapping?.pricingStrategy ?? "cost_and_retail",
      begin: chosenBegin(mapping),
      enabled: mapping?.enabled ?? true,
    },
    offHint: `Off: later invoices are not brought over. ${leavesBehind(loaded, psa)}`,
    psa,
  };
}

/** What goes on billing in the PSA when nobody syncs a customer any more. */
export function leavesBehind({ openLines }: LoadedMapping, psa: string): string {
  return openLines === 0
    ? `Lines that are in ${psa} go on billing as they are: nothing is ended by it.`
    : `${countOf(openLines, "open line")} of ours in ${psa} ${openLines === 1 ? "goes" : "go"} on billing: nothing is ended by it.`;
}

function agreementOptions({ agreements, mapping, taken }: LoadedMapping): RadioOption[] {
  return agreements.map((agreement) => {
    const { status, notes } = agreementFacts(agreement);
    const runs = canTakeLines(agreement);
    const others = taken
      .filter((target) => target.psaAgreementId === agreement.psaId)
      .map((target) => target.customerName);
    const also = others.length > 0 ? [`also the agreement of ${others.slice(0, 3).join(", ")}`] : [];
    return {
      value: agreement.psaId,
      label: (
        <>
          {agreement.name} {runs ? null : <Badge>{status}</Badge>}
        </>
      ),
      note: [`id ${agreement.psaId}`, ...notes, ...also].join(" · "),
      disabled: !runs && agreement.psaId !== mapping?.psaAgreementId,
    };
  });
}

function savedWords({ mapping, mappedBy, savedCompany, savedAgreement }: LoadedMapping): string | null {
  if (!mapping) return null;
  const target = [
    savedCompany?.name ?? `company ${mapping.psaCompanyId}`,
    savedAgreement?.name ?? `agreement ${mapping.psaAgreementId}`,
  ].join(" → ");
  const details = [
    strategyWords[mapping.pricingStrategy],
    `from ${formatDate(mapping.beginFrom)}`,
    mapping.enabled ? "on" : "off",
  ].join(", ");
  return `Saved now${mappedBy ? `, by ${mappedBy}` : ""}: ${target}; ${details}.`;
}
