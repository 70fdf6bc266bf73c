"use client";

import { useEffect } from "react";

/** Brings the row that the address names into view and focus, where the browser has not done so by its fragment. */
export function FocusRow({ id }: { id: string }) {
  useEffect(() => {
    const row = document.getElementById(id);
    if (!row || document.activeElement === row) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "start" });
  }, [id]);
  return null;
}
