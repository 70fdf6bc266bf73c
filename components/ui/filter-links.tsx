import { AppLink } from "@/components/ui/app-link";
import { classNames } from "@/components/ui/class-names";
import { formatCount } from "@/lib/format/number";

export type FilterLink = { label: string; href: string; current: boolean; count?: number };

/** Filters as links, so that a filtered page has an address. */
export function FilterLinks({ label, links }: { label: string; links: FilterLink[] }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-1.5">
        {links.map((link) => (
          <li key={link.href}>
            <AppLink
              href={link.href}
              aria-current={link.current ? "true" : undefined}
              className={classNames(
                "inline-flex min-h-8 items-center gap-1.5 rounded-full border px-3 text-sm pointer-coarse:min-h-10",
                link.current
                  ? "border-accent bg-card font-medium text-accent"
                  : "border-line bg-card text-soft hover:border-control hover:text-ink",
              )}
            >
              {link.label}
              {link.count === undefined ? null : <span>{formatCount(link.count)}</span>}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
