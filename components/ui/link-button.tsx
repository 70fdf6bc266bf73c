import { ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "@/components/ui/button-style";

type LinkButtonProps = {
  href: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Leaves the portal: opens beside it, with an arrow. */
  outside?: boolean;
  /** Hands over a file: a plain request that the router leaves alone. */
  download?: boolean;
  children: ReactNode;
};

/** A link that looks like a button, for going somewhere; what changes something is a form with a Button. */
export function LinkButton({
  href,
  variant = "secondary",
  size = "medium",
  outside,
  download,
  children,
}: LinkButtonProps) {
  const className = buttonStyle(variant, size);
  if (outside) {
    return (
      <a href={href} target="_blank" rel="noopener noreferrer" className={className}>
        {children}
        <ArrowUpRight className="size-4" />
        <span className="sr-only"> (opens a new tab)</span>
      </a>
    );
  }
  if (download) {
    return (
      <a href={href} download className={className}>
        {children}
      </a>
    );
  }
  return (
    <AppLink href={href} className={className}>
      {children}
    </AppLink>
  );
}
