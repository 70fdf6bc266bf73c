type Stop = () => unknown | Promise<unknown>;

export type Shutdown = {
  /** Adds something to undo at the end. The last added is undone first. */
  add: (stop: Stop) => void;
  /** Undoes everything, one after the other; a second call waits for the first. */
  run: () => Promise<void>;
  /** True from the moment the end has begun. */
  hasBegun: () => boolean;
};

/**
 * Collects what has to be ended, and ends it on Ctrl-C, SIGTERM or a closed terminal, then exits (128 + signal).
 * Make it before the first child is started.
 */
export function prepareShutdown(onSignal: (name: NodeJS.Signals) => void = () => undefined): Shutdown {
  const stops: Stop[] = [];
  let ending: Promise<void> | undefined;
  const run = () => {
    ending ??= stopAll(stops);
    return ending;
  };
  for (const [name, number] of [
    ["SIGINT", 2],
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const) {
    process.on(name, () => {
      if (ending) return;
      onSignal(name);
      void run().then(() => process.exit(128 + number));
    });
  }
  process.on("uncaughtException", (error) => {
    // Also a terminal that is gone (EPIPE): nobody may be left to read this, and the children still have to end.
    console.error(error);
    void run().then(() => process.exit(1));
  });
  return { add: (stop) => stops.push(stop), run, hasBegun: () => ending !== undefined };
}

async function stopAll(stops: Stop[]): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) {
    try {
      await stop();
    } catch (error) {
      // The others still have to be ended.
      console.error("While ending:", error);
    }
  }
}
