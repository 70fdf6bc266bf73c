"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Asks for the page anew while it stands there and is looked at. Without script the reader reloads it. */
export function AutoRefresh({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
