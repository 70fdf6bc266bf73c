import { Lightbulb } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { LinkButton } from "@/components/ui/link-button";
import { SearchForm } from "@/components/ui/search-form";
import type { DirectoryCompany } from "@/db/queries/portal/psa-directory";
import { links } from "@/lib/links";
import type { Confidence, Suggestion } from "@/lib/matching/suggest-companies";
import type { PsaWords } from "@/lib/psa-names";

type CompanyChoiceProps = {
  slug: string;
  customerId: string;
  words: PsaWords;
  search: string;
  /** The line of a sync to go back to. */
  from: string | undefined;
  /** What the search found; null: nobody searched. */
  found: DirectoryCompany[] | null;
  /** There may be more than those found. */
  more: boolean;
  suggestions: Suggestion<DirectoryCompany>[];
  chosenId: string | null;
  /** Who else is mapped to a company, by its id. */
  takenBy: (psaCompanyId: string) => string[];
};

const confidenceWords: Record<Confidence, string> = {
  certain: "Almost certainly",
  likely: "Likely",
  possible: "Possibly",
};

/** Suggested companies with the reason in words, and a search over the cached directory. */
export function CompanyChoice(props: CompanyChoiceProps) {
  const { slug, customerId, words, search, from, found, suggestions } = props;
  const psa = words.name;
  return (
    <Card>
      {suggestions.length > 0 && found === null ? (
        <>
          <h3 className="font-medium">Suggested</h3>
          <ul className="mt-1 mb-4">
            {suggestions.slice(0, 4).map((suggestion) => (
              <CompanyRow key={suggestion.company.psaId} company={suggestion.company} {...props}>
                <Lightbulb className="mr-1 inline size-3.5 align-[-0.15em]" />
                {confidenceWords[suggestion.confidence]}: {suggestion.reasons.join(" · ")}
                {suggestion.ambiguous ? " · another company fits as well" : null}
              </CompanyRow>
            ))}
          </ul>
        </>
      ) : null}
      <SearchForm
        action={links.customer(slug, customerId)}
        label={`Search the companies of ${psa}`}
        placeholder="Name, website, number or id"
        value={search}
        offersAt={links.companyOffers(slug, customerId, from)}
        keep={from ? { from } : {}}
      />
      {found === null ? (
        suggestions.length === 0 && (
          <p className="mt-2 text-soft">
            No company of {psa} looks like this customer. Search by name, website, tax number or id; or make
            one in {psa}, with {words.anAgreement}, and press Refresh.
          </p>
        )
      ) : (
        <ul className="mt-2" aria-label={`Companies that match “${search}”`}>
          {found.map((company) => (
            <CompanyRow key={company.psaId} company={company} {...props} />
          ))}
          {found.length === 0 ? <li className="py-2 text-soft">No company matches “{search}”.</li> : null}
          {props.more ? (
            <li className="py-2 text-soft">There are more: search for more of the name.</li>
          ) : null}
        </ul>
      )}
    </Card>
  );
}

type CompanyRowProps = CompanyChoiceProps & { company: DirectoryCompany; children?: ReactNode };

function CompanyRow({
  company,
  slug,
  customerId,
  search,
  from,
  chosenId,
  takenBy,
  children,
}: CompanyRowProps) {
  const chosen = company.psaId === chosenId;
  const taken = takenBy(company.psaId);
  return (
    <li
      className={classNames(
        "flex items-center justify-between gap-4 border-b border-line py-2.5 last:border-b-0",
        company.inactive && "text-soft",
      )}
    >
      <div className="min-w-0">
        <p className="font-medium">
          {company.name} {company.inactive ? <Badge>inactive</Badge> : null}
        </p>
        <p className="text-sm wrap-anywhere text-soft">
          {[`id ${company.psaId}`, company.identifier, company.website, company.taxIdentifier]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {children ? <p className="text-sm text-soft">{children}</p> : null}
        {taken.length > 0 ? (
          <p className="text-sm text-warn">already the company of {taken.slice(0, 3).join(", ")}</p>
        ) : null}
      </div>
      {chosen ? (
        <Badge>chosen</Badge>
      ) : (
        <LinkButton
          size="small"
          href={`${links.customer(slug, customerId, { q: search, company: company.psaId, from })}#agreement`}
        >
          Choose<span className="sr-only"> {company.name}</span>
        </LinkButton>
      )}
    </li>
  );
}
