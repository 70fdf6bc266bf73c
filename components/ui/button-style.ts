import { classNames } from "@/components/ui/class-names";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "medium" | "small";

const variants: Record<ButtonVariant, string> = {
  primary: "border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong",
  secondary: "border-line bg-card text-ink shadow-xs hover:border-control",
  quiet: "border-transparent text-accent hover:bg-sunken",
  danger: "border-line bg-card text-err shadow-xs hover:border-err",
};

const sizes: Record<ButtonSize, string> = {
  medium: "min-h-9 px-3 py-1.5 pointer-coarse:min-h-11",
  small: "min-h-8 px-2.5 py-1 text-sm pointer-coarse:min-h-10",
};

/** The look that buttons and links dressed as buttons share. */
export function buttonStyle(variant: ButtonVariant, size: ButtonSize): string {
  return classNames(
    "inline-flex items-center justify-center gap-1.5 rounded-lg border font-medium sm:whitespace-nowrap no-underline",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    variants[variant],
    sizes[size],
  );
}
