import { setImmediate as turn } from "node:timers/promises";
import { recordingHooks } from "../../testing/waits";
import { Budget, sharedBudget } from "./budget";

test("no more than three calls of one entity run at once, whatever the case of its name", async () => {
  const budget = new Budget();
  const running = { now: 0, most: 0, others: 0 };
  const call = async () => {
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    await turn();
    running.now -= 1;
  };
  const names = ["Services", "services", "SERVICES"];
  await Promise.all([
    ...Array.from({ length: 12 }, (_, index) => budget.run([names[index % 3] ?? ""], call)),
    budget.run(["Companies"], async () => {
      running.others = running.now;
    }),
  ]);
  expect(running.most).toBe(3);
  expect(running.others).toBe(3);
});

test("a call below a contract takes a thread of both, and nobody waits for ever", async () => {
  const budget = new Budget();
  let done = 0;
  const call = async () => {
    await turn();
    done += 1;
  };
  const both = Array.from({ length: 8 }, () => budget.run(["Contracts", "ContractCharges"], call));
  await Promise.all([...both, ...Array.from({ length: 8 }, () => budget.run(["ContractCharges"], call))]);
  expect(done).toBe(16);
});

test("adjustments of one contract are 400 ms apart, those of another do not wait", () => {
  const { hooks, passTime } = recordingHooks();
  const budget = new Budget();
  const wait = (contract: string) => budget.takeAdjustmentTurn(contract, hooks.clock);
  expect([wait("1"), wait("1"), wait("1"), wait("2")]).toEqual([0, 400, 800, 0]);
  passTime(1_000);
  expect([wait("1"), wait("2")]).toEqual([200, 0]);
});

test("a user's connectors share one budget", () => {
  const one = sharedBudget("https://a/", "User@x", "code");
  expect(sharedBudget("https://a/", "user@x", "code")).toBe(one);
  expect(sharedBudget("https://a/", "other@x", "code")).not.toBe(one);
});
