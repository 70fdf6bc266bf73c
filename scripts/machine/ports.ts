import { createServer } from "node:net";

/** A port of 127.0.0.1 that nothing listens on: the preferred one, else one of the next 50, else any. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred === undefined) return anyPort();
  for (let port = preferred; port < preferred + 50 && port < 65_536; port += 1) {
    if (await isPortFree(port)) return port;
  }
  return anyPort();
}

/** True when nothing listens on this port, neither on 127.0.0.1 alone nor on every address. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, "0.0.0.0")) && (await canListen(port, "127.0.0.1"));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("No free port was found."));
        else resolve(address.port);
      });
    });
  });
}
