import { coalesced } from "./coalesce";

/** Work that ends when it is told to. */
function held() {
  const batches: (readonly number[])[] = [];
  let go: () => void = () => undefined;
  const ask = coalesced(async (batch: readonly number[]) => {
    batches.push(batch);
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    if (batch.includes(13)) throw new Error("unlucky");
    return batch.map((one) => one * 10);
  });
  const turn = async () => {
    await new Promise(setImmediate);
    go();
    await new Promise(setImmediate);
  };
  return { ask, batches, turn };
}

test("what is asked for side by side goes together, each with its own answer", async () => {
  const { ask, batches, turn } = held();
  const answers = [ask(1), ask(2)];
  await new Promise(setImmediate);
  answers.push(ask(3), ask(4), ask(5));
  expect(batches).toEqual([[1, 2]]);
  await turn();
  await turn();
  expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50]);
  expect(batches).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

test("an error is everybody's in the batch, and nobody's after it", async () => {
  const { ask, turn } = held();
  const failed = Promise.allSettled([ask(1), ask(13)]);
  await turn();
  expect((await failed).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const later = ask(2);
  await turn();
  expect(await later).toBe(20);
});
