import { createServer, type Server } from "node:net";
import { Link, type Trap } from "./link";
import { Sky, type Weather } from "./weather";

export type TcpProxy = {
  port: number;
  /** The same address, reached through the proxy. */
  through: (address: string) => string;
  /** The weather from now on, for standing connections too. */
  set: (weather: Weather) => Promise<void>;
  /** Resets every standing connection; new ones are taken. */
  cut: () => void;
  /** Catches requests from now on; null takes the trap away. Answers that are held wait for `release`. */
  trap: (trap: Trap | null) => void;
  release: () => void;
  /** How many connections stand. */
  count: () => number;
  stop: () => Promise<void>;
};

/** Listens on a free port of 127.0.0.1 for one server, whose faults on the way a test may then bring about. */
export async function startProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sky = new Sky();
  const links = new Set<Link>();
  let trap: Trap | null = null;
  let server: Server | null = await listen(0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  const { port } = address;

  function listen(wanted: number): Promise<Server> {
    const next = createServer({ allowHalfOpen: true }, (client) => {
      const link = new Link({ client, target, sky, trap: () => trap });
      links.add(link);
      void link.closed.then(() => links.delete(link));
    });
    return new Promise((resolve, reject) => {
      next.once("error", reject);
      next.listen(wanted, "127.0.0.1", () => resolve(next));
    });
  }

  const cut = () => {
    for (const link of links) link.cut();
  };

  async function close(): Promise<void> {
    const closing = server;
    server = null;
    const closed = closing && new Promise((resolve) => closing.close(resolve));
    cut();
    await closed;
  }

  return {
    port,
    through: (text) => {
      const url = new URL(text);
      url.hostname = "127.0.0.1";
      url.port = String(port);
      return url.toString().replace(/\/$/, text.endsWith("/") ? "/" : "");
    },
    set: async (weather) => {
      if (weather.kind === "half_open") for (const link of links) link.loseForEver();
      sky.set(weather);
      if (weather.kind === "refuse") await close();
      else server ??= await listen(port);
    },
    cut,
    trap: (next) => {
      trap = next;
    },
    release: () => {
      for (const link of links) link.release();
    },
    count: () => links.size,
    stop: async () => {
      sky.set({ kind: "clear" });
      await close();
    },
  };
}
