"use client";

import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { pageNoticeId } from "@/components/ui/notice";

/**
 * For who works by keyboard: Escape folds what was unfolded around the focus, and a page that follows a form begins at what the
 * form has to say, unless something on it has the focus already.
 */
export function KeyboardCare() {
  const address = useSearchParams().toString();
  useEffect(() => {
    document.addEventListener("keydown", foldOnEscape);
    return () => document.removeEventListener("keydown", foldOnEscape);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new address is a new arrival
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    document.getElementById(pageNoticeId)?.focus({ preventScroll: true });
  }, [address]);
  return null;
}

function foldOnEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const unfolded = document.activeElement?.closest("details[open]");
  if (!(unfolded instanceof HTMLDetailsElement)) return;
  unfolded.open = false;
  unfolded.querySelector("summary")?.focus();
}
