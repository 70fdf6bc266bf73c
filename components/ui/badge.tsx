import type { ReactNode } from "react";

/** A quiet word beside a name: a mode, a kind, "you". For states use StatusChip. */
export function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex items-center rounded-md border border-line bg-sunken px-1.5 text-xs font-medium whitespace-nowrap text-soft">
      {children}
    </span>
  );
}
