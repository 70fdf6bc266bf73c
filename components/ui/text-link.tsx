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
