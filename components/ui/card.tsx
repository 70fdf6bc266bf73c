import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type CardProps = {
  /** Lets rows and tables reach the edges. */
  flush?: boolean;
  id?: string;
  children: ReactNode;
};

export function Card({ flush = false, id, children }: CardProps) {
  return (
    <div
      id={id}
      className={classNames(
        "rounded-xl border border-line bg-card",
        flush ? "overflow-hidden" : "p-4 sm:p-5",
      )}
    >
      {children}
    </div>
  );
}

type SectionProps = { title: string; note?: ReactNode; actions?: ReactNode; children: ReactNode };

/** A titled part of a page. */
export function Section({ title, note, actions, children }: SectionProps) {
  return (
    <section className="mt-8">
      <div className="mb-3">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <h2 className="text-lg font-semibold tracking-tight">{title}</h2>
          {actions ? <div className="-my-1 flex flex-wrap gap-2">{actions}</div> : null}
        </div>
        {note ? <p className="mt-1 max-w-prose text-soft">{note}</p> : null}
      </div>
      {children}
    </section>
  );
}
