import type { AutotaskSeed } from "../../world/seed";
import { autotaskKeys, createAutotaskService } from "../service";
import { tinySeed, today } from "./tiny-seed";

export const goodHeaders = {
  apiintegrationcode: autotaskKeys.integrationCode,
  username: autotaskKeys.userName,
  secret: autotaskKeys.secret,
  "content-type": "application/json",
  host: "psa.example",
};

export type Answer = { status: number; body: unknown; written: unknown };

/** A service over the tiny tenant, called without a socket. Paths are below /ATServicesRest/V1.0, or whole. */
export function tinyTenant(seed: AutotaskSeed = tinySeed) {
  let time = Date.parse(`${today}T09:00:00Z`);
  /** How long each call was made to wait, in milliseconds. */
  const waits: number[] = [];
  const service = createAutotaskService(seed, {
    now: () => new Date(time),
    sleep: async (ms) => {
      waits.push(ms);
    },
  });
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: object = goodHeaders,
  ): Promise<Answer> => {
    const { pathname, searchParams } = new URL(
      path.startsWith("http") || /^\/(zone\d+\/)?atservicesrest/i.test(path)
        ? path
        : `/ATServicesRest/V1.0${path}`,
      "http://psa.example",
    );
    const answer = await service.handle({
      method,
      path: pathname,
      query: searchParams,
      headers: { ...headers },
      body: typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body),
    });
    return { status: answer.status, body: structuredClone(answer.body), written: answer.written };
  };
  return {
    service,
    waits,
    /** Lets this many minutes pass. */
    passMinutes: (minutes: number) => {
      time += minutes * 60_000;
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

/** The records of a query's or list's answer. */
export function itemsOf({ body }: Answer): Record<string, unknown>[] {
  const { items } = Object(body);
  if (!Array.isArray(items)) throw new Error(`No items in ${JSON.stringify(body)}`);
  return items;
}

/** The record of a GET by id. */
export function itemOf({ body }: Answer): Record<string, unknown> {
  return Object(Object(body).item);
}

/** What a refusal says, its errors joined. */
export function reasonOf({ body }: Answer): string {
  const { errors, Message } = Object(body);
  return Array.isArray(errors) ? errors.join(" | ") : String(Message);
}

export const where = (field: string, op: string, value?: unknown) => ({ filter: [{ field, op, value }] });
