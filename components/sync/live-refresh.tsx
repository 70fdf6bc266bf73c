"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const everyMs = 3_000;
const everySecondsWithoutScript = "5";

/** Shows the page anew every few seconds, keeping what is typed and unfolded; without script the page reloads. */
export function LiveRefresh() {
  const { refresh } = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [refresh]);
  return (
    <noscript>
      <meta httpEquiv="refresh" content={everySecondsWithoutScript} />
    </noscript>
  );
}
