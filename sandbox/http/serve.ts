import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { CallCounter } from "./call-counter";
import type { FaultEffect } from "./fault";
import type { FaultTable } from "./fault-table";
import { readBody } from "./read-body";
import { send, sendInPieces, sendTruncated } from "./send";
import type { SandboxRequest, SandboxResponse, Service } from "./service";
import type { WriteLog } from "./write-log";

const MEGABYTE = 1024 * 1024;
/** Longer than any client keeps an idle connection, so that reuse never meets a closed one. */
const keepAliveMs = 75_000;

export type Records = { faults: FaultTable; writes: WriteLog; calls: CallCounter };

export type Listening = { url: string; port: number; close(): Promise<void> };

type Options = {
  host: string;
  /** 0: any free port. */
  port: number;
  bodyLimit?: number;
  /** Told after each accepted write. */
  onWrite?: () => void;
};

/** Listens for a service that a reset may replace at any time: `current` is asked anew for each call. */
export async function serve(current: () => Service, records: Records, options: Options): Promise<Listening> {
  const server = createServer((request, response) => {
    answerCall(current(), records, request, response, options).catch((error: unknown) => {
      if (response.destroyed) return;
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, body: `The sandbox itself failed: ${String(error)}` });
    });
  });
  return listen(server, options);
}

export async function listen(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox listens on no port.");
  return {
    url: `http://${host}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The request as services see it, or null when its body is over the limit. */
export async function readRequest(
  request: IncomingMessage,
  bodyLimit: number,
): Promise<SandboxRequest | null> {
  const body = await readBody(request, bodyLimit);
  if (body === null) return null;
  const [path = "/", ...query] = (request.url ?? "/").split("?");
  return {
    method: request.method ?? "GET",
    path,
    query: new URLSearchParams(query.join("?")),
    headers: request.headers,
    body,
  };
}

async function answerCall(
  service: Service,
  records: Records,
  incoming: IncomingMessage,
  response: ServerResponse,
  { bodyLimit = 8 * MEGABYTE, onWrite }: Options,
): Promise<void> {
  const request = await readRequest(incoming, bodyLimit);
  if (!request) return send(response, { status: 413, body: "The body is too long for the sandbox." });

  let ms = 0;
  const handle = async (): Promise<SandboxResponse> => {
    const begin = performance.now();
    const answer = await service.handle(request);
    ms = performance.now() - begin;
    if ("written" in answer) {
      records.writes.add(service.name, request, answer);
      onWrite?.();
    }
    return answer;
  };
  const effect = records.faults.strike(service.name, request);
  const status = await deliver(handle, effect, service, response);
  records.calls.add(service.name, request.method, request.path, {
    failed: status === null || status >= 400,
    ms,
  });
}

/** Answers the status that the caller got, or null when it got no whole answer. */
async function deliver(
  handle: () => Promise<SandboxResponse>,
  effect: FaultEffect | undefined,
  service: Service,
  response: ServerResponse,
): Promise<number | null> {
  const sendWhole = (answer: SandboxResponse) => {
    send(response, answer);
    return answer.status;
  };
  switch (effect?.kind) {
    case undefined:
      return sendWhole(await handle());
    case "answer":
      return sendWhole(effect);
    case "delay": {
      if (effect.when === "before") await wait(effect.ms);
      const answer = await handle();
      if (effect.when === "after") await wait(effect.ms);
      return sendWhole(answer);
    }
    case "reset":
      response.destroy();
      return null;
    case "truncate":
      sendTruncated(response, await handle(), effect);
      return null;
    case "trickle": {
      const answer = await handle();
      await sendInPieces(response, answer, effect);
      return answer.status;
    }
    case "lose_answer":
      await handle();
      if (effect.answer) return sendWhole(effect.answer);
      response.destroy();
      return null;
    case "person":
      editAsPerson(service, effect);
      return sendWhole(await handle());
  }
}

function editAsPerson(service: Service, edit: Extract<FaultEffect, { kind: "person" }>): void {
  const { entities } = service;
  if (!entities) throw new Error(`${service.name} has no entities that a person could edit.`);
  const id = edit.id ?? "";
  if (edit.does === "patch") entities.patch(edit.entities, id, edit.value);
  else if (edit.does === "create") entities.create?.(edit.entities, edit.value);
  else entities.remove?.(edit.entities, id);
}
