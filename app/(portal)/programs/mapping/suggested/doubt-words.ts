import type { Doubt } from "@/app/(portal)/programs/mapping/suggested/propose";
import type { PsaWords } from "@/lib/psa-names";

/** Why a suggestion waits for a look at the customer, as it follows "not certain: ". */
export function doubtWords(doubt: Doubt, words: PsaWords): string {
  return {
    nothing_found: `no company of ${words.name} looks like it`,
    customer_inactive: "the customer is inactive in PRISM",
    several_companies: "more than one company fits",
    company_inactive: `the company is inactive in ${words.name}`,
    several_customers: "another customer looks like the same company",
    taken: "another customer is mapped to the company",
    not_certain: "too little of it agrees",
    no_agreement: `the company has no ${words.agreement} that takes lines`,
    several_agreements: `the company has several ${words.agreements} that take lines`,
  }[doubt];
}
