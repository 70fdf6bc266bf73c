import { HOUR, MINUTE } from "@/lib/clock";
import { recordingHooks } from "../../testing/waits";
import { Threshold } from "./threshold";

/** A tenant of which others have used `elsewhere`, and what the threshold says at the next call. */
function tenant(limit = 10_000) {
  const { hooks, passTime } = recordingHooks();
  const threshold = new Threshold();
  const told = { elsewhere: 0, readings: 0 };
  const ask = () =>
    threshold.admit(hooks.clock, async () => {
      told.readings += 1;
      return { limit, used: told.elsewhere + threshold.own(hooks.clock) };
    });
  const call = async () => {
    await ask();
    threshold.count(hooks.clock);
  };
  return { told, ask, call, passTime, count: () => threshold.count(hooks.clock) };
}

test("it is read at the start, then every hundred calls or every minute where little room is left", async () => {
  const { told, call, passTime } = tenant(2_500);
  for (let calls = 0; calls < 100; calls++) await call();
  expect(told.readings).toBe(1);
  await call();
  expect(told.readings).toBe(2);
  passTime(59_999);
  await call();
  expect(told.readings).toBe(2);
  passTime(1);
  await call();
  expect(told.readings).toBe(3);
});

test("with much room left it is read again once a tenth of that is used", async () => {
  const { told, call } = tenant(20_000);
  for (let calls = 0; calls < 800; calls++) await call();
  expect(told.readings).toBe(1);
  await call();
  expect(told.readings).toBe(2);
});

test("calls that run at once ask once", async () => {
  const { told, ask } = tenant();
  await Promise.all([ask(), ask(), ask()]);
  expect(told.readings).toBe(1);
});

test("at 40 % of what the whole tenant may use we stop, and ask nothing until the pause is over", async () => {
  const { told, call, passTime } = tenant();
  told.elsewhere = 3_999;
  await call();
  await expect(call()).rejects.toMatchObject({ kind: "rate_limited", retryAfterMs: 15 * MINUTE });
  const { readings } = told;
  passTime(5 * MINUTE);
  await expect(call()).rejects.toMatchObject({ retryAfterMs: 10 * MINUTE });
  expect(told.readings).toBe(readings);
  told.elsewhere = 0;
  passTime(10 * MINUTE);
  await call();
  expect(told.readings).toBe(readings + 1);
});

test("where our own calls are the cause, the pause lasts until enough of them are an hour old", async () => {
  const { call, passTime } = tenant(25);
  for (let calls = 0; calls < 10; calls++) {
    await call();
    passTime(1 * MINUTE);
  }
  passTime(48 * MINUTE);
  await expect(call()).rejects.toMatchObject({ retryAfterMs: 2 * MINUTE });
  passTime(2 * MINUTE);
  await call();
  await expect(call()).rejects.toMatchObject({ kind: "rate_limited" });
});

test("calls that are an hour old do not count any more", async () => {
  const { count, call, passTime } = tenant(25);
  for (let calls = 0; calls < 20; calls++) count();
  passTime(1 * HOUR);
  await expect(call()).resolves.toBeUndefined();
});

test("a reading that fails is thrown, and tried again by the next call", async () => {
  const { hooks } = recordingHooks();
  const threshold = new Threshold();
  await expect(threshold.admit(hooks.clock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(threshold.admit(hooks.clock, async () => ({ limit: 10, used: 0 }))).resolves.toBeUndefined();
});
