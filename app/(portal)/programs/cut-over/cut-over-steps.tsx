import { Section } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { links } from "@/lib/links";
import type { PsaWords } from "@/lib/psa-names";

/** How to go from another tool, or from typing by hand, to PRISM Connect without billing anything twice. */
export function CutOverSteps({ slug, words }: { slug: string; words: PsaWords }) {
  return (
    <Section
      title="How to cut over"
      note="Beside a line for the same item nothing is created until you decide, so that it is not billed twice."
    >
      <ol className="max-w-prose list-decimal space-y-1.5 pl-5">
        <li>Turn the other tool off, so that it does not write its lines again.</li>
        <li>
          A sync finds a line by its {words.item}. Where the other tool bills a product under {words.items} of
          its own, <TextLink href={links.products(slug)}>link the product</TextLink> to that {words.item}{" "}
          first, or end the line above: there stands whatever recurs on the mapped {words.agreements}.
        </li>
        <li>
          <TextLink href={links.program(slug)}>Map the customers</TextLink> and turn their sync on. Whoever
          has the newest month invoiced in {words.name} already begins with the next invoice.
        </li>
        <li>
          Run the customers’ sync. It holds each subscription for whose {words.item} a line stands already.
        </li>
        <li>Adopt or end those lines here. A sync of just these follows at once.</li>
      </ol>
    </Section>
  );
}
