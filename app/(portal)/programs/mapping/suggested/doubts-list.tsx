import { doubtWords } from "@/app/(portal)/programs/mapping/suggested/doubt-words";
import { countDoubts, type Outlook } from "@/app/(portal)/programs/mapping/suggested/propose";
import { Section } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";
import type { PsaWords } from "@/lib/psa-names";

type DoubtsListProps = { outlooks: Outlook[]; slug: string; words: PsaWords };

/** Which customers without a mapping are not offered here, and why. */
export function DoubtsList({ outlooks, slug, words }: DoubtsListProps) {
  const counts = countDoubts(outlooks);
  if (counts.length === 0) return null;
  return (
    <Section title="Not among them" note="Each of these needs a look of its own.">
      <ul className="mb-3 list-disc pl-5">
        {counts.map(([doubt, count]) => (
          <li key={doubt}>
            {countOf(count, "customer")}: {doubtWords(doubt, words)}
          </li>
        ))}
      </ul>
      <LinkButton href={links.program(slug, { show: "unmapped" })}>Map them one by one</LinkButton>
    </Section>
  );
}
