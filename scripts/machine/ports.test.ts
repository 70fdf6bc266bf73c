import { type AddressInfo, createServer, type Server } from "node:net";
import { freePort, isPortFree } from "./ports";

function listen(host: string): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, host, () => resolve(server));
  });
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

test.each(["127.0.0.1", "0.0.0.0"])("a port taken on %s gives way to the next free one", async (host) => {
  const server = await listen(host);
  try {
    const port = portOf(server);
    expect(await isPortFree(port)).toBe(false);
    expect(await freePort(port)).toBeGreaterThan(port);
  } finally {
    server.close();
  }
});

test("a free port is kept", async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
});
