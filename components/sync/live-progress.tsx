"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { LiveRefresh } from "@/components/sync/live-refresh";
import { formatCount } from "@/lib/format/number";

type Progress = { status: string; done: number; total: number | null; waitReason: string | null };

type LiveProgressProps = Progress & {
  /** Where news of it comes from, as server-sent events. */
  address: string;
  /** What is counted, e.g. "customers". */
  unit: string;
};

/** New lines are shown so often while a sync goes on; its counts move with each word that comes. */
const linesEveryMs = 10_000;

/**
 * How far a sync is, in counts that move as it goes on. The page is shown anew when it begins, waits or ends, and now and
 * then for its lines. Where no news can come it is looked at in turns, and without script the page reloads.
 */
export function LiveProgress({ address, unit, ...shown }: LiveProgressProps) {
  const { refresh } = useRouter();
  const [heard, setHeard] = useState<Progress | null>(null);
  const [isLost, setIsLost] = useState(false);
  const { status, waitReason } = shown;
  useEffect(() => {
    const source = new EventSource(address);
    let shownAt = Date.now();
    const hear = (event: MessageEvent<string>) => {
      const news = readProgress(event.data);
      if (!news) return;
      setHeard(news);
      const turned = news.status !== status || news.waitReason !== waitReason;
      if (!turned && Date.now() - shownAt < linesEveryMs) return;
      shownAt = Date.now();
      refresh();
    };
    source.addEventListener("state", hear);
    source.addEventListener("over", () => {
      source.close();
      refresh();
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setIsLost(true);
    });
    return () => source.close();
  }, [address, status, waitReason, refresh]);
  const { done, total } = heard && heard.status === status ? heard : shown;
  return (
    <>
      <progress
        aria-label="Progress of this sync"
        className="block h-2 w-full appearance-none overflow-hidden rounded-full bg-run-tint [&::-moz-progress-bar]:bg-run [&::-webkit-progress-bar]:bg-run-tint [&::-webkit-progress-value]:bg-run"
        {...(total === null ? {} : { value: done, max: Math.max(total, 1) })}
      />
      <p className="mt-1.5 font-medium tabular-nums">
        {total === null ? words[status] : `${formatCount(done)} of ${formatCount(total)} ${unit}`}
      </p>
      {isLost ? (
        <LiveRefresh />
      ) : (
        <noscript>
          <meta httpEquiv="refresh" content="5" />
        </noscript>
      )}
    </>
  );
}

function readProgress(text: string): Progress | null {
  const news: unknown = JSON.parse(text);
  if (typeof news !== "object" || news === null) return null;
  const of = new Map<string, unknown>(Object.entries(news));
  const [status, done, total, waitReason] = ["status", "done", "total", "waitReason"].map((name) =>
    of.get(name),
  );
  if (typeof status !== "string" || typeof done !== "number") return null;
  return {
    status,
    done,
    total: typeof total === "number" ? total : null,
    waitReason: typeof waitReason === "string" ? waitReason : null,
  };
}

const words: Record<string, string> = {
  queued: "Queued, the worker takes it up in a moment",
  running: "Reading the invoice and the PSA",
};
