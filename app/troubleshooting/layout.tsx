import type { ReactNode } from "react";
import { PlainShell } from "@/components/shell/plain-shell";

/** Readable without signing in: mails lead here, and nothing here belongs to an organisation. */
export default function TroubleshootingLayout({ children }: { children: ReactNode }) {
  return <PlainShell wide>{children}</PlainShell>;
}
