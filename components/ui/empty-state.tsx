import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type EmptyStateProps = {
  icon: LucideIcon;
  title: string;
  /** What will appear here, when, and what to do first. */
  children: ReactNode;
  actions?: ReactNode;
};

export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="rounded-xl border border-dashed border-control/60 px-5 py-10 text-center">
      <Icon className="mx-auto size-6 text-soft" strokeWidth={1.75} />
      <h2 className="mt-3 text-md font-semibold">{title}</h2>
      <div className="mx-auto mt-1 max-w-md text-soft text-pretty">{children}</div>
      {actions ? <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
