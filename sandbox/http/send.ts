import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { FaultEffect } from "./fault";
import type { SandboxResponse } from "./service";

type Encoded = { status: number; headers: Record<string, string>; body: Buffer };

/** A string is sent as it is (as HTML when it looks like it), anything else as JSON. */
function encode(response: SandboxResponse): Encoded {
  const { status, body } = response;
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const guessed =
    typeof body !== "string"
      ? "application/json; charset=utf-8"
      : /^\s*</.test(body)
        ? "text/html; charset=utf-8"
        : "text/plain; charset=utf-8";
  const named = Object.fromEntries(
    Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const type: Record<string, string> = text === "" ? {} : { "content-type": guessed };
  return { status, headers: { ...type, ...named }, body: Buffer.from(text) };
}

function head(response: ServerResponse, { status, headers }: Encoded, length: number): void {
  const lengthless = status === 204 || status === 304;
  response.writeHead(status, lengthless ? headers : { ...headers, "content-length": String(length) });
}

export function send(response: ServerResponse, answer: SandboxResponse): void {
  const encoded = encode(answer);
  head(response, encoded, encoded.body.length);
  response.end(encoded.body);
}

/** Sends the answer cut short: honestly declared when clean, else the socket breaks off in the middle. */
export function sendTruncated(
  response: ServerResponse,
  answer: SandboxResponse,
  { bytes, clean }: Extract<FaultEffect, { kind: "truncate" }>,
): void {
  const encoded = encode(answer);
  const kept = encoded.body.subarray(0, bytes ?? Math.floor(encoded.body.length / 2));
  head(response, encoded, clean ? kept.length : encoded.body.length);
  if (clean) response.end(kept);
  else response.write(kept, () => response.destroy());
}

export async function sendInPieces(
  response: ServerResponse,
  answer: SandboxResponse,
  { bytes, ms }: Extract<FaultEffect, { kind: "trickle" }>,
): Promise<void> {
  const encoded = encode(answer);
  head(response, encoded, encoded.body.length);
  for (let at = 0; at < encoded.body.length && !response.destroyed; at += bytes) {
    response.write(encoded.body.subarray(at, at + bytes));
    await wait(ms);
  }
  response.end();
}
