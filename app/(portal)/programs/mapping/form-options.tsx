import { agreementNotes, chargeProblem, lineProblem } from "@/app/(portal)/programs/mapping/agreement-words";
import { beginOptions, chosenBegin } from "@/app/(portal)/programs/mapping/begin";
import { leftoverQuestion } from "@/app/(portal)/programs/mapping/leftover-question";
import type { LoadedMapping } from "@/app/(portal)/programs/mapping/load-mapping";
import type { MappingFormProps } from "@/app/(portal)/programs/mapping/mapping-form";
import { strategyNotes, strategyWords } from "@/app/(portal)/programs/strategies";
import { Badge } from "@/components/ui/badge";
import type { SelectOption } from "@/components/ui/fields";
import type { RadioOption } from "@/components/ui/radio-cards";
import { type PsaKind, pricingStrategies } from "@/db/schema";
import { formatDate } from "@/lib/format/billing-date";
import { psaWords } from "@/lib/psa-names";

type FormFacts = Omit<MappingFormProps, "programSyncId" | "psaCompanyId" | "from">;

/** The program's settings that the form's words depend on. */
export type MappingContext = { kind: PsaKind; annualEnabled: boolean };

/** The choices of the mapping form, and what is chosen at first: what is saved, and nothing where nothing is. */
export function formOptions(loaded: LoadedMapping, context: MappingContext): FormFacts {
  const { mapping, customer, newestInvoice, companyId } = loaded;
  const words = psaWords[context.kind];
  const sameCompany = mapping?.psaCompanyId === companyId;
  return {
    customerId: customer.id,
    version: mapping?.version ?? null,
    savedWords: savedWords(loaded, context),
    agreements: agreementOptions(loaded, context),
    annual: annualOptions(loaded, context),
    annualHint: annualHint(loaded, context),
    strategies: pricingStrategies.map((value) => ({
      value,
      label: strategyWords[value],
      note: strategyNotes[value],
    })),
    begins: beginOptions({ newestInvoice, beginFrom: mapping?.beginFrom ?? null }),
    chosen: {
      agreement: mapping?.psaAgreementId,
      annual: (sameCompany && mapping.annualAgreementId) || "",
      strategy: mapping?.pricingStrategy ?? "cost_and_retail",
      begin: chosenBegin(mapping),
      enabled: mapping?.enabled ?? true,
    },
    leftover: mapping && leftoverQuestion(loaded, words, { only: false }),
    words,
  };
}

function agreementOptions({ agreements, mapping, taken }: LoadedMapping, { kind }: MappingContext) {
  return agreements.map((agreement): RadioOption => {
    const problem = lineProblem(kind, agreement);
    const others = taken
      .filter((target) => target.psaAgreementId === agreement.psaId)
      .map((target) => target.customerName);
    const also =
      others.length > 0 ? [`also the ${psaWords[kind].agreement} of ${others.slice(0, 3).join(", ")}`] : [];
    const why = problem ? [problem.reason] : [];
    return {
      value: agreement.psaId,
      label: (
        <>
          {agreement.name} {problem ? <Badge>{problem.badge}</Badge> : null}
        </>
      ),
      note: [`id ${agreement.psaId}`, ...why, ...agreementNotes(agreement), ...also].join(" · "),
      disabled: problem !== null && agreement.psaId !== mapping?.psaAgreementId,
    };
  });
}

function annualOptions({ agreements, mapping }: LoadedMapping, { kind }: MappingContext): SelectOption[] {
  const fit = agreements.filter(
    (agreement) => chargeProblem(kind, agreement) === null || agreement.psaId === mapping?.annualAgreementId,
  );
  return [
    { value: "", label: "None" },
    ...fit.map((agreement) => {
      const problem = chargeProblem(kind, agreement);
      const label = `${agreement.name} (id ${agreement.psaId})${problem ? `: ${problem}` : ""}`;
      return { value: agreement.psaId, label };
    }),
  ];
}

function annualHint({ agreements }: LoadedMapping, { kind, annualEnabled }: MappingContext): string {
  const words = psaWords[kind];
  const off = annualEnabled ? [] : ["Annual subscriptions are switched off in the settings."];
  const none = agreements.some((agreement) => chargeProblem(kind, agreement) === null)
    ? []
    : [`This company has no active ${words.chargeAgreement} in the directory.`];
  return [
    `They go to ${words.aChargeAgreement} of the same company; without one they are skipped, with a warning.`,
    ...none,
    ...off,
  ].join(" ");
}

function savedWords(loaded: LoadedMapping, { kind }: MappingContext): string | null {
  const { mapping, mappedBy, savedCompany, savedAgreement } = loaded;
  if (!mapping) return null;
  const { agreement, chargeAgreement } = psaWords[kind];
  const target = [
    savedCompany?.name ?? `company ${mapping.psaCompanyId}`,
    savedAgreement?.name ?? `${agreement} ${mapping.psaAgreementId}`,
  ].join(" → ");
  const details = [
    strategyWords[mapping.pricingStrategy],
    `from ${formatDate(mapping.beginFrom)}`,
    ...(mapping.annualAgreementId
      ? [`annual payments to ${chargeAgreement} ${mapping.annualAgreementId}`]
      : []),
    mapping.enabled ? "on" : "off",
  ].join(", ");
  return `Saved now${mappedBy ? `, by ${mappedBy}` : ""}: ${target}; ${details}.`;
}
