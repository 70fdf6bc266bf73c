import process from "node:process";

// Loaded into a worker before its own code: what no signal can do to a process.

// SIGUSR2 blocks the event loop: the process lives, but neither its timers nor its connections are served. With FILL_MEMORY
// it fills the heap instead, until the process is ended for it.
process.on("SIGUSR2", () => {
  const held = [];
  while (process.env.FILL_MEMORY) held.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
  const end = performance.now() + Number(process.env.BLOCK_MS ?? 0);
  while (performance.now() < end);
});

// A machine whose clock is wrong by so much.
const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0);
if (aheadMs !== 0) {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      if (given.length === 0) super(RealDate.now() + aheadMs);
      else super(...given);
    }
    static now() {
      return RealDate.now() + aheadMs;
    }
  };
}
