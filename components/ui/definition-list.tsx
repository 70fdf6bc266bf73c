import type { ReactNode } from "react";

export type Definition = { term: string; detail: ReactNode };

/** Facts by name: terms on the left, on a phone above. */
export function DefinitionList({ items }: { items: Definition[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[max-content_minmax(0,1fr)] sm:items-baseline sm:gap-y-2">
      {items.map(({ term, detail }) => (
        <div key={term} className="mb-2 sm:mb-0 sm:contents">
          <dt className="text-soft">{term}</dt>
          <dd className="min-w-0">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
