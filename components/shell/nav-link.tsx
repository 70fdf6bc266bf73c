"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";

/** An entry of the menu that knows whether the reader is on its page or below it. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const pathname = usePathname();
  const onPage = pathname === href;
  const below = href !== "/" && pathname.startsWith(`${href}/`);
  return (
    <AppLink
      href={href}
      aria-current={onPage ? "page" : below ? "true" : undefined}
      className="flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-soft hover:text-ink aria-[current]:bg-card aria-[current]:font-medium aria-[current]:text-ink aria-[current]:shadow-xs aria-[current]:ring-1 aria-[current]:ring-line pointer-coarse:min-h-11"
    >
      {children}
    </AppLink>
  );
}
