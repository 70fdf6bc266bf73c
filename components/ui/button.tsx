import type { ComponentPropsWithRef } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "@/components/ui/button-style";

type ButtonProps = Omit<ComponentPropsWithRef<"button">, "className"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
};

/** A button; submits its form unless told otherwise by `type`. */
export function Button({ variant = "secondary", size = "medium", type = "submit", ...rest }: ButtonProps) {
  return <button type={type} className={buttonStyle(variant, size)} {...rest} />;
}
