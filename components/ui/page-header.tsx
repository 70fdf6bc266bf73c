import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/text-link";

export type Crumb = { label: string; href: string };

type PageHeaderProps = {
  title: string;
  /** The way here, outermost first, without this page. */
  crumbs?: Crumb[];
  /** A status chip or a badge beside the title. */
  status?: ReactNode;
  /** One line of facts below the title. */
  children?: ReactNode;
  actions?: ReactNode;
};

export function PageHeader({ title, crumbs = [], status, children, actions }: PageHeaderProps) {
  return (
    <header className="mb-5">
      {crumbs.length > 0 ? <Breadcrumbs crumbs={crumbs} /> : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
            {status}
          </div>
          {children ? <div className="mt-0.5 text-soft">{children}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}

function Breadcrumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs" className="mb-1 text-sm text-soft">
      <ol className="flex flex-wrap gap-x-1.5">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="not-first:before:mr-1.5 not-first:before:content-['/'/'']">
            <TextLink href={crumb.href}>{crumb.label}</TextLink>
          </li>
        ))}
      </ol>
    </nav>
  );
}
