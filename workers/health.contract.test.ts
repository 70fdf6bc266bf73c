import { createServer } from "node:net";
import { startHealth } from "./health";

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
  const port = await freePort();
  const health = await startHealth(port, () => well);
  const ask = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    return [answer.status, await answer.text()];
  };
  expect(await ask()).toEqual([200, "well\n"]);
  well = false;
  expect(await ask()).toEqual([503, "unwell\n"]);
  await expect(startHealth(port, () => true)).rejects.toMatchObject({ code: "EADDRINUSE" });
  await health.stop();
  await expect(ask()).rejects.toThrow("fetch failed");
});
