/**
 * Lets calls that are made side by side share their work. One batch is under way at a time; what is asked for meanwhile
 * waits and goes together in the next, in the order of asking. `work` answers in the order given; what it throws, every
 * call of the batch throws. `ready`: what a batch waits for, so that more may come along.
 */
export function coalesced<In, Out>(
  work: (batch: readonly In[]) => Promise<readonly Out[]>,
  // Whoever asks in this very turn comes along.
  ready: () => Promise<void> = () => Promise.resolve(),
): (one: In) => Promise<Out> {
  type Waiting = { one: In; resolve: (answer: Out) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let isBusy = false;

  async function workOff(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) {
      await ready();
      const batch = waiting;
      waiting = [];
      try {
        const answers = await work(batch.map(({ one }) => one));
        for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isBusy = false;
  }

  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (!isBusy) void workOff();
    });
}
