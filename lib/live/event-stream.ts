import type { Watches, WatchNews } from "@/lib/live/watches";

type StreamRule<State> = {
  watches: Watches<State>;
  key: string;
  /** Ends it from outside: the viewer has gone. */
  signal: AbortSignal;
  /** Milliseconds until a sign of life where there is no news, so that nothing between takes the line for dead. */
  heartbeatMs: number;
  /** Milliseconds after which it ends; the browser comes back by itself, and is asked again who it is. */
  lastsMs: number;
};

/**
 * Server-sent events of one watched thing: `state` with each change, and `over` as the last word. It ends with that, with
 * its time, with the viewer, and with the portal.
 */
export function eventStream<State>(rule: StreamRule<State>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true;
      const send = (text: string) => {
        if (open) controller.enqueue(encoder.encode(text));
      };
      const close = () => {
        if (!open) return;
        open = false;
        clearInterval(heartbeat);
        clearTimeout(last);
        rule.signal.removeEventListener("abort", close);
        unwatch();
        controller.close();
      };
      stop = close;
      const heartbeat = setInterval(() => send(": here\n\n"), rule.heartbeatMs);
      const last = setTimeout(close, rule.lastsMs);
      heartbeat.unref();
      last.unref();
      let unwatch = () => {};
      send("retry: 2000\n\n");
      unwatch = rule.watches.watch(rule.key, (news: WatchNews<State>) => {
        if (news.kind === "lost") return close();
        send(`event: ${news.kind}\ndata: ${JSON.stringify(news.state)}\n\n`);
        if (news.kind === "over") close();
      });
      if (rule.signal.aborted) close();
      else rule.signal.addEventListener("abort", close);
    },
    cancel: () => stop(),
  });
}
