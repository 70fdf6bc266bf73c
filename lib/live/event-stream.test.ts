import { eventStream } from "@/lib/live/event-stream";
import type { Watches, WatchNews } from "@/lib/live/watches";

type State = { done: number };

function openStream(change: { lastsMs?: number; heartbeatMs?: number } = {}) {
  let listener: ((news: WatchNews<State>) => void) | null = null;
  const watches: Watches<State> = {
    watch: (_, given) => {
      listener = given;
      return () => {
        listener = null;
      };
    },
    viewers: () => (listener ? 1 : 0),
    end: () => {},
  };
  const viewer = new AbortController();
  const rule = {
    watches,
    key: "run",
    signal: viewer.signal,
    heartbeatMs: 60_000,
    lastsMs: 60_000,
    ...change,
  };
  return {
    text: new Response(eventStream(rule)).text(),
    tell: (news: WatchNews<State>) => listener?.(news),
    leave: () => viewer.abort(),
    viewers: watches.viewers,
  };
}

test("tells each change, and ends with the last word", async () => {
  const stream = openStream();
  stream.tell({ kind: "state", state: { done: 3 } });
  stream.tell({ kind: "over", state: { done: 4 } });
  expect(await stream.text).toBe(
    'retry: 2000\n\nevent: state\ndata: {"done":3}\n\nevent: over\ndata: {"done":4}\n\n',
  );
  expect(stream.viewers()).toBe(0);
});

test.each([
  ["the viewer leaves", {}, (stream: ReturnType<typeof openStream>) => stream.leave()],
  ["it is lost", {}, (stream: ReturnType<typeof openStream>) => stream.tell({ kind: "lost" })],
  ["its time is over", { lastsMs: 1 }, () => {}],
])("ends when %s, and watches no more", async (_, change, end) => {
  const stream = openStream(change);
  end(stream);
  expect(await stream.text).toBe("retry: 2000\n\n");
  expect(stream.viewers()).toBe(0);
});

test("gives signs of life while there is no news", async () => {
  const stream = openStream({ heartbeatMs: 1, lastsMs: 200 });
  expect(await stream.text).toContain(": here\n\n");
});
