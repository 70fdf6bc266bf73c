import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "@/components/ui/button-style";

type DetailsProps = { summary: ReactNode; open?: boolean; children: ReactNode };

/** Folded away until asked for; opens without script. */
export function Details({ summary, open, children }: DetailsProps) {
  return (
    <details open={open} className="group/details">
      <summary className="inline-flex items-center gap-1 rounded text-sm text-soft hover:text-ink">
        <ChevronRight className="size-3.5 shrink-0 transition-transform group-open/details:rotate-90 motion-reduce:transition-none" />
        {summary}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}

/** A raw answer or another text for technicians: wraps, keeps its lines, never widens the page. */
export function RawText({ children }: { children: string }) {
  return (
    <pre className="rounded-lg border border-line bg-card p-3 font-mono text-xs break-words whitespace-pre-wrap">
      {children}
    </pre>
  );
}

type DisclosureProps = {
  label: ReactNode;
  /** Read out after the label, where the page shows already whom it is about. */
  about?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  open?: boolean;
  children: ReactNode;
};

/** A button that unfolds a small form below itself, e.g. "Exclude…" with its reason. Works without script. */
export function Disclosure({
  label,
  about,
  variant = "secondary",
  size = "medium",
  open,
  children,
}: DisclosureProps) {
  return (
    <details open={open} className="open:basis-full">
      <summary className={buttonStyle(variant, size)}>
        {label}
        {about ? <span className="sr-only"> {about}</span> : null}
      </summary>
      <div className="mt-2 max-w-xl rounded-lg border border-line bg-card p-4">{children}</div>
    </details>
  );
}
