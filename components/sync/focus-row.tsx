"use client";

import { useSearchParams } from "next/navigation";
import { useEffect } from "react";

/**
 * Brings a row into view and focus, where the browser has not done so by the address's fragment: the row that the
 * address names (`id`), or the one whose form led back here.
 */
export function FocusRow({ id }: { id: string | null }) {
  const address = useSearchParams().toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new address is a new arrival
  useEffect(() => {
    const fragment = window.location.hash.slice(1);
    const row = document.getElementById(id ?? (fragment.startsWith("item-") ? fragment : ""));
    if (!row || document.activeElement === row) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "start" });
  }, [id, address]);
  return null;
}
