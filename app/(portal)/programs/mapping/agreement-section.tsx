import { formOptions, type MappingContext } from "@/app/(portal)/programs/mapping/form-options";
import type { LoadedMapping } from "@/app/(portal)/programs/mapping/load-mapping";
import { MappingForm } from "@/app/(portal)/programs/mapping/mapping-form";
import { Card, Section } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { type PsaWords, psaWords } from "@/lib/psa-names";

type AgreementSectionProps = {
  loaded: LoadedMapping;
  programSyncId: string;
  context: MappingContext;
  canMap: boolean;
  from: string | undefined;
};

/** The second step: the chosen company's agreements and how the customer is synced. */
export function AgreementSection({ loaded, programSyncId, context, canMap, from }: AgreementSectionProps) {
  const { company, companyId, agreements } = loaded;
  const options = formOptions(loaded, context);
  const words = psaWords[context.kind];
  if (!canMap) {
    return (
      <Section title={`Mapping to ${words.name}`}>
        <Card>
          {options.savedWords ?? "This customer is not mapped yet. An operator or an admin does that."}
        </Card>
      </Section>
    );
  }
  if (companyId === null) return null;
  return (
    <div id="agreement" className="scroll-mt-4">
      <Section title={`${words.Agreement} of ${company ? company.name : `company ${companyId}`}`}>
        <CompanyNotices loaded={loaded} companyId={companyId} words={words} />
        <Card>
          {agreements.length === 0 ? (
            <p>
              This company has no {words.agreement} in the directory. Create one in {words.name}, then refresh
              the directory above.
            </p>
          ) : (
            <div className="max-w-3xl">
              <MappingForm
                key={companyId}
                programSyncId={programSyncId}
                psaCompanyId={companyId}
                from={from}
                {...options}
              />
            </div>
          )}
        </Card>
      </Section>
    </div>
  );
}

type CompanyNoticesProps = { loaded: LoadedMapping; companyId: string; words: PsaWords };

/** What is odd about the chosen company. */
function CompanyNotices({ loaded, companyId, words }: CompanyNoticesProps) {
  const { company, mapping, taken } = loaded;
  const others = taken.filter((one) => one.psaCompanyId === companyId).map((one) => one.customerName);
  const more = others.length > 3 ? ` and ${others.length - 3} more` : "";
  return (
    <>
      {company?.inactive ? (
        <Notice tone="warn" title={`This company is inactive in ${words.name} (id ${companyId}).`}>
          See whether there is an active one of the same name before you map to it.
        </Notice>
      ) : null}
      {company ? null : (
        <Notice tone="warn" title={`Company ${companyId} is not in the directory.`}>
          It was deleted in {words.name}, or the directory is old: refresh it above.
        </Notice>
      )}
      {others.length > 0 ? (
        <Notice tone="warn" title={`Also mapped to this company: ${others.slice(0, 3).join(", ")}${more}.`}>
          That is right when one company has several tenants. Else see whether the customer was entered twice,
          in PRISM or in {words.name}.
        </Notice>
      ) : null}
      {mapping !== null && mapping.psaCompanyId !== companyId ? (
        <Notice tone="warn" title="The customer is mapped to another company so far.">
          Lines of ours that are on the {words.agreement} it has now go on billing there unless you end them
          below.
        </Notice>
      ) : null}
    </>
  );
}
