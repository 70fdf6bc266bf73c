import type { SandboxResponse } from "../../http/service";
import type { ConnectWiseSeed } from "../../world/seed";
import { connectWiseKeys, createConnectWiseService } from "../service";
import { tinySeed, today } from "./tiny-seed";

const basic = (company: string, secret: string) =>
  `Basic ${Buffer.from(`${company}+${secret}`).toString("base64")}`;

export const goodHeaders = {
  authorization: basic("tiny", `${connectWiseKeys.publicKey}:${connectWiseKeys.privateKey}`),
  clientid: connectWiseKeys.clientId,
  accept: "application/vnd.connectwise.com+json; version=2025.1, application/json",
  "content-type": "application/json",
  host: "psa.example",
};

export const wrongKeyHeaders = { ...goodHeaders, authorization: basic("tiny", "wrong:keys") };

export type Answer = { status: number; headers: Record<string, string>; body: unknown };

function readBody({ body }: SandboxResponse): unknown {
  return typeof body === "string" ? JSON.parse(body) : structuredClone(body);
}

/** A service over the tiny world, called without a socket. Paths are below /v4_6_release/apis/3.0. */
export function tinySite(seed: ConnectWiseSeed = tinySeed) {
  let time = Date.parse(`${today}T09:00:00Z`);
  const service = createConnectWiseService(seed, { now: () => new Date(time) });
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: object = goodHeaders,
  ): Promise<Answer> => {
    const [bare = "", query = ""] = path.split("?");
    const mounted =
      bare.startsWith("/login") || /\/apis\/3\.0/.test(bare) ? bare : `/v4_6_release/apis/3.0${bare}`;
    const answer = await service.handle({
      method,
      path: mounted,
      query: new URLSearchParams(query),
      headers: { ...headers },
      body: typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers ?? {}, body: readBody(answer) };
  };
  return {
    service,
    /** Lets this many seconds pass. */
    wait: (seconds: number) => {
      time += seconds * 1000;
    },
    settings: (change: object) => service.settings?.change(change),
    get: (path: string, headers?: object) => send("GET", path, undefined, headers),
    post: (path: string, body: unknown, headers?: object) => send("POST", path, body, headers),
    put: (path: string, body: unknown) => send("PUT", path, body),
    patch: (path: string, body: unknown) => send("PATCH", path, body),
    delete: (path: string) => send("DELETE", path),
    send,
  };
}

/** The first field error of a refusal, as "field: message"; else the message of the whole. */
export function reasonOf({ body }: Answer): string {
  const { message, errors } = Object(body);
  const [first] = Array.isArray(errors) ? errors : [];
  return first ? `${first.field}: ${first.message}` : String(message);
}
