/** What a viewer is told: how it stands, that it is over, or that it cannot be looked at any more. */
export type WatchNews<State> = { kind: "state" | "over"; state: State } | { kind: "lost" };

type WatchRule<State> = {
  read: (key: string) => Promise<State>;
  isOver: (state: State) => boolean;
  /** Milliseconds between two looks at the same thing, however many watch it. */
  everyMs: number;
  sleep: (ms: number) => Promise<void>;
  /** So many looks may fail in a row before the viewers are sent away. */
  patience?: number;
};

type Listener<State> = (news: WatchNews<State>) => void;
type Watched<State> = { listeners: Set<Listener<State>>; last: { text: string; state: State } | null };

export type Watches<State> = {
  /** Tells `listener` at once how it stands if that is known, then each change, until `over` or `lost`. Answers how to stop. */
  watch: (key: string, listener: Listener<State>) => () => void;
  /** How many watch anything. */
  viewers: () => number;
  /** Sends all viewers away. */
  end: () => void;
};

/** Looks at things for as long as somebody watches them: one loop for each thing, shared by all of its viewers. */
export function openWatches<State>(rule: WatchRule<State>): Watches<State> {
  const watched = new Map<string, Watched<State>>();

  function tell(key: string, news: WatchNews<State>): void {
    const all = [...(watched.get(key)?.listeners ?? [])];
    if (news.kind !== "state") watched.delete(key);
    for (const listener of all) listener(news);
  }

  async function look(key: string, of: Watched<State>): Promise<void> {
    let failures = 0;
    while (watched.get(key) === of) {
      try {
        const state = await rule.read(key);
        failures = 0;
        if (watched.get(key) !== of) return;
        const text = JSON.stringify(state);
        const isNews = of.last?.text !== text;
        of.last = { text, state };
        if (rule.isOver(state)) return tell(key, { kind: "over", state });
        if (isNews) tell(key, { kind: "state", state });
      } catch {
        failures += 1;
        if (failures > (rule.patience ?? 5)) return tell(key, { kind: "lost" });
      }
      await rule.sleep(rule.everyMs);
    }
  }

  return {
    watch(key, listener) {
      const known = watched.get(key);
      const of = known ?? { listeners: new Set<Listener<State>>(), last: null };
      of.listeners.add(listener);
      if (known) {
        if (known.last) listener({ kind: "state", state: known.last.state });
      } else {
        watched.set(key, of);
        void look(key, of);
      }
      return () => {
        of.listeners.delete(listener);
        if (of.listeners.size === 0 && watched.get(key) === of) watched.delete(key);
      };
    },
    viewers: () => [...watched.values()].reduce((sum, { listeners }) => sum + listeners.size, 0),
    end() {
      for (const key of [...watched.keys()]) tell(key, { kind: "lost" });
    },
  };
}
