import { createServer } from "node:net";
import { type HealthAnswers, startHealth } from "./serve-health";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port.");
  return address.port;
}

test("tells how the worker is at the moment of asking", async () => {
  let well = true;
  let readable = true;
  const port = await freePort();
  const answers: HealthAnswers = {
    isWell: () => well,
    metrics: async () => {
      if (!readable) throw new Error("password=hunter2");
      return "up 1\n";
    },
  };
  const health = await startHealth(port, answers);
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return [answer.status, await answer.text()];
  };
  expect(await ask("/")).toEqual([200, "well\n"]);
  expect(await ask("/health/ready")).toEqual([200, "well\n"]);
  expect(await ask("/metrics")).toEqual([200, "up 1\n"]);
  expect(await ask("/elsewhere")).toEqual([404, "There is nothing here.\n"]);
  well = false;
  readable = false;
  expect(await ask("/")).toEqual([503, "unwell\n"]);
  expect(await ask("/health/ready?x=1")).toEqual([503, "unwell\n"]);
  expect(await ask("/health/live")).toEqual([200, "alive\n"]);
  expect(await ask("/metrics")).toEqual([503, "The figures cannot be read just now.\n"]);
  await expect(startHealth(port, answers)).rejects.toMatchObject({ code: "EADDRINUSE" });
  await health.stop();
  await expect(ask("/")).rejects.toThrow("fetch failed");
});
