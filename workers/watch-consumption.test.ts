import { SECOND } from "@/lib/clock";
import type { JobKind } from "./queues/definitions";
import { watchConsumption } from "./watch-consumption";

function startWatch() {
  let now = 0;
  const rebuilt: JobKind[] = [];
  const clock = { monotonicMs: () => now };
  const watch = watchConsumption({ clock, rebuild: (kind) => rebuilt.push(kind) });
  return {
    ...watch,
    rebuilt,
    /** Sweeps every two seconds, and rings for what it sees where the queue takes bells. */
    sweep: (seconds: number, kinds: JobKind[], { isTaken = true } = {}) => {
      for (let passed = 0; passed < seconds; passed += 2) {
        now += 2 * SECOND;
        watch.saw(new Set(kinds));
        if (isTaken) for (const kind of kinds) watch.rang(kind);
      }
    },
  };
}

test("a consumer that hears nothing of what is due and rung for is made anew, and no other one", () => {
  const watch = startWatch();
  watch.sweep(10, ["mail"]);
  expect([watch.rebuilt, watch.isWell()]).toEqual([[], true]);
  watch.sweep(2, ["mail"]);
  expect([watch.rebuilt, watch.isWell()]).toEqual([["mail"], true]);
});

test("where that does not help, the worker is unwell until bells are heard again", () => {
  const watch = startWatch();
  watch.sweep(24, ["run"]);
  expect([watch.rebuilt, watch.isWell()]).toEqual([["run", "run"], false]);
  watch.heard("run");
  expect(watch.isWell()).toBe(true);
});

test("what is heard keeps it from being made anew, however long something else is due", () => {
  const watch = startWatch();
  for (let turn = 0; turn < 20; turn += 1) {
    watch.sweep(6, ["run"]);
    watch.heard("run");
  }
  expect(watch.rebuilt).toEqual([]);
});

test("nothing due, or a queue that takes no bells, is no silence", () => {
  const watch = startWatch();
  watch.sweep(60, []);
  watch.sweep(60, ["task"], { isTaken: false });
  expect([watch.rebuilt, watch.isWell()]).toEqual([[], true]);
});

test("what is begun by somebody else in time counts as no silence either", () => {
  const watch = startWatch();
  for (let turn = 0; turn < 10; turn += 1) {
    watch.sweep(8, ["mail"]);
    watch.sweep(2, []);
  }
  expect(watch.rebuilt).toEqual([]);
});
