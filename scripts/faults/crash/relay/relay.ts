import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { Course, OpenStep } from "./course";
import type { Wire } from "./wire";

export type Relay = { port: number; close: () => Promise<void> };

/**
 * Listens in the place of a service for one worker, and passes on what its course allows. Once the worker is dead the
 * service sees its connections end, and the worker hears nothing any more.
 */
export async function startRelay(course: Course, port: number, openWire: () => Wire): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isClosed = false;
  const server = createServer((worker) => {
    // One that was on its way when the relay closed.
    if (isClosed) return worker.destroy();
    const service = connect({ host: "127.0.0.1", port });
    for (const socket of [worker, service]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.once("close", () => sockets.delete(socket));
    }
    join(course, openWire(), worker, service);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The relay has no port.");
  return {
    port: address.port,
    close: async () => {
      isClosed = true;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function join(course: Course, wire: Wire, worker: Socket, service: Socket): void {
  let open: OpenStep | null = null;
  let sending = Promise.resolve();

  async function send(chunk: Buffer): Promise<void> {
    for (const { bytes, step } of wire(chunk)) {
      if (course.isDead) return;
      if (step) {
        const begun = await course.begin(step);
        if (!begun) return;
        open = begun;
      }
      service.write(bytes);
    }
  }

  worker.on("data", (chunk: Buffer) => {
    sending = sending.then(() => send(chunk));
  });
  service.on("data", (chunk: Buffer) => {
    const isHeard = open ? open.end() : !course.isDead;
    open = null;
    if (isHeard) worker.write(chunk);
  });
  service.once("close", () => {
    open?.end();
    open = null;
    if (!course.isDead) worker.destroy();
  });
  worker.once("close", () => service.end());
  void course.died.then(() => service.destroy());
}
