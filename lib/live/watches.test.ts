import { openWatches, type WatchNews } from "@/lib/live/watches";

type State = { done: number; over?: boolean };

/** Watches whose looks are let through one by one. */
function openByHand(read: (key: string) => State) {
  const waiting: (() => void)[] = [];
  let reads = 0;
  const watches = openWatches<State>({
    read: async (key) => {
      reads += 1;
      return read(key);
    },
    isOver: ({ over }) => over === true,
    everyMs: 1_000,
    sleep: () => new Promise((resolve) => waiting.push(resolve)),
    patience: 2,
  });
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return {
    watches,
    reads: () => reads,
    settle,
    async pass() {
      for (const resolve of waiting.splice(0)) resolve();
      await settle();
    },
    asleep: () => waiting.length,
  };
}

const collect = () => {
  const heard: string[] = [];
  const listener = (news: WatchNews<State>) =>
    heard.push(news.kind === "lost" ? "lost" : `${news.kind} ${news.state.done}`);
  return { heard, listener };
};

test("many viewers of one thing share its looks, and hear changes only", async () => {
  let done = 1;
  const hand = openByHand(() => ({ done }));
  const [one, other] = [collect(), collect()];
  hand.watches.watch("run", one.listener);
  await hand.settle();
  hand.watches.watch("run", other.listener);
  await hand.pass();
  done = 2;
  await hand.pass();
  expect([one.heard, other.heard, hand.reads()]).toEqual([["state 1", "state 2"], ["state 1", "state 2"], 3]);
});

test("the end is told once, and nobody looks any more", async () => {
  let over = false;
  const hand = openByHand(() => ({ done: 7, over }));
  const one = collect();
  hand.watches.watch("run", one.listener);
  await hand.settle();
  over = true;
  await hand.pass();
  await hand.pass();
  expect([one.heard, hand.reads(), hand.watches.viewers(), hand.asleep()]).toEqual([
    ["state 7", "over 7"],
    2,
    0,
    0,
  ]);
});

test("when the last viewer has gone nobody looks any more, and a new one is told afresh", async () => {
  const hand = openByHand(() => ({ done: 1 }));
  const [one, other] = [collect(), collect()];
  const stop = hand.watches.watch("run", one.listener);
  await hand.settle();
  stop();
  await hand.pass();
  expect([hand.reads(), hand.asleep()]).toEqual([1, 0]);
  hand.watches.watch("run", other.listener);
  await hand.settle();
  expect([other.heard, hand.reads()]).toEqual([["state 1"], 2]);
});

test("a look that fails is tried again, and after too many the viewers are sent away", async () => {
  let broken = false;
  const hand = openByHand(() => {
    if (broken) throw new Error("The database is away.");
    return { done: 1 };
  });
  const one = collect();
  hand.watches.watch("run", one.listener);
  await hand.settle();
  broken = true;
  await hand.pass();
  broken = false;
  await hand.pass();
  expect(one.heard).toEqual(["state 1"]);
  broken = true;
  for (let look = 0; look < 3; look += 1) await hand.pass();
  expect([one.heard, hand.watches.viewers()]).toEqual([["state 1", "lost"], 0]);
});

test("when the portal ends everybody is sent away, whatever they watch", async () => {
  const hand = openByHand(() => ({ done: 1 }));
  const [one, other] = [collect(), collect()];
  hand.watches.watch("run", one.listener);
  hand.watches.watch("another", other.listener);
  await hand.settle();
  hand.watches.end();
  expect([one.heard.at(-1), other.heard.at(-1), hand.watches.viewers()]).toEqual(["lost", "lost", 0]);
});
