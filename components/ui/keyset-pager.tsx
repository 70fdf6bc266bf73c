import { ChevronLeft, ChevronRight } from "lucide-react";
import { LinkButton } from "@/components/ui/link-button";

type KeysetPagerProps = {
  label: string;
  /** Addresses of the neighbouring pages; null where there is none. */
  newerHref: string | null;
  olderHref: string | null;
  newerLabel?: string;
  olderLabel?: string;
};

/** Onwards and back through a list that is read by keys, which knows neighbours but no page numbers. */
export function KeysetPager({
  label,
  newerHref,
  olderHref,
  newerLabel = "Newer",
  olderLabel = "Older",
}: KeysetPagerProps) {
  if (newerHref === null && olderHref === null) return null;
  return (
    <nav aria-label={label} className="mt-3 flex justify-between gap-2">
      {newerHref === null ? (
        <span />
      ) : (
        <LinkButton href={newerHref} size="small">
          <ChevronLeft className="size-4" />
          {newerLabel}
        </LinkButton>
      )}
      {olderHref === null ? null : (
        <LinkButton href={olderHref} size="small">
          {olderLabel}
          <ChevronRight className="size-4" />
        </LinkButton>
      )}
    </nav>
  );
}
