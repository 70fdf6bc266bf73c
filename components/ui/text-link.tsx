import { ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";

const style = "text-accent underline decoration-accent/35 underline-offset-3 hover:decoration-accent";

/** A link in running text or in a table. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <AppLink href={href} className={style}>
      {children}
    </AppLink>
  );
}

/** A link out of the portal, which opens beside it; the arrow and the spoken words say so. */
export function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={style}>
      {children}
      <ArrowUpRight className="ml-0.5 inline size-3.5 align-[-0.15em]" />
      <span className="sr-only"> (opens a new tab)</span>
    </a>
  );
}
