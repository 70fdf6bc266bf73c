import { formOptions } from "@/app/(portal)/programs/mapping/form-options";
import type { LoadedMapping } from "@/app/(portal)/programs/mapping/load-mapping";
import { MappingForm } from "@/app/(portal)/programs/mapping/mapping-form";
import { Card, Section } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";

type AgreementSectionProps = {
  loaded: LoadedMapping;
  programSyncId: string;
  psa: string;
  canMap: boolean;
};

/** The second step: the chosen company's agreements and how the customer is synced. */
export function AgreementSection({ loaded, programSyncId, psa, canMap }: AgreementSectionProps) {
  const { company, companyId, agreements, mapping } = loaded;
  const options = formOptions(loaded, psa);
  if (!canMap) {
    return (
      <Section title={`Mapping to ${psa}`}>
        <Card>
          {options.savedWords ?? "This customer is not mapped yet. An operator or an admin does that."}
        </Card>
      </Section>
    );
  }
  if (companyId === null) return null;
  const moved = mapping !== null && mapping.psaCompanyId !== companyId;
  return (
    <div id="agreement" className="scroll-mt-4">
      <Section title={company ? `Agreement of ${company.name}` : `Agreement of company ${companyId}`}>
        {company?.inactive ? (
          <Notice tone="warn" title={`This company is inactive in ${psa} (id ${companyId}).`}>
            See whether there is an active one of the same name before you map to it.
          </Notice>
        ) : null}
        {company ? null : (
          <Notice tone="warn" title={`Company ${companyId} is not in the directory.`}>
            It was deleted in {psa}, or the directory is old: refresh it above.
          </Notice>
        )}
        {moved ? (
          <Notice tone="warn" title="The customer is mapped to another company so far.">
            Lines that are on the agreement it has now go on billing there: end them in {psa} if they should
            not.
          </Notice>
        ) : null}
        <Card>
          {agreements.length === 0 ? (
            <p>
              This company has no agreement in the directory. Create one in {psa}, then refresh the directory
              above.
            </p>
          ) : (
            <div className="max-w-3xl">
              <MappingForm
                key={companyId}
                programSyncId={programSyncId}
                psaCompanyId={companyId}
                {...options}
              />
            </div>
          )}
        </Card>
      </Section>
    </div>
  );
}
