import type { DirectoryCompany } from "@/db/queries/portal/psa-directory";
import { links } from "@/lib/links";
import type { Offer } from "@/lib/offers";

type Around = {
  slug: string;
  customerId: string;
  from: string | undefined;
  taken: { psaCompanyId: string; customerName: string }[];
};

/** A company as the search field of the mapping page offers it: what tells it from others, and who has it already. Pure. */
export function companyOffer(company: DirectoryCompany, { slug, customerId, from, taken }: Around): Offer {
  const holders = taken.filter((one) => one.psaCompanyId === company.psaId).map((one) => one.customerName);
  const facts = [
    company.inactive ? "inactive" : null,
    `id ${company.psaId}`,
    company.identifier,
    company.website,
    company.taxIdentifier,
    holders.length > 0 ? `already the company of ${holders.slice(0, 3).join(", ")}` : null,
  ];
  return {
    id: company.psaId,
    label: company.name,
    note: facts.filter(Boolean).join(" · "),
    href: `${links.customer(slug, customerId, { company: company.psaId, from })}#agreement`,
  };
}
