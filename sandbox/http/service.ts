import type { IncomingHttpHeaders } from "node:http";

export type ServiceName = "prism" | "connectwise" | "autotask" | "mail";

/** One request as a service sees it: the path without its query, the body as text. */
export type SandboxRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
};

/** An object body is sent as JSON; a string body is sent as it is, with the content type in `headers`. */
export type SandboxResponse = {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** The entity that an accepted write left behind: it goes into the write log. */
  written?: unknown;
};

/** A stand-in for one outside service: state inside, requests in, answers out. */
export type Service = {
  name: ServiceName;
  handle(request: SandboxRequest): SandboxResponse | Promise<SandboxResponse>;
  /** Everything the service remembers, as JSON, so that a restart can go on from it. */
  snapshot(): unknown;
  restore(state: unknown): void;
  entities?: Entities;
  settings?: Settings;
  billing?: Billing;
};

/** The switches of a service: one object, every switch with a default. `change` throws EditRefused. */
export type Settings = {
  current(): unknown;
  change(change: unknown): unknown;
};

/** A PSA that bills by its own code. `bill` throws EditRefused when the request makes no sense. */
export type Billing = {
  bill(request: unknown): unknown;
  bills(): unknown[];
};

/**
 * What the control interface can look at and edit in a service, as a person in its own web pages would.
 * `get` answers undefined for an unknown id; every method throws EditRefused for an unknown kind.
 */
export type Entities = {
  kinds: readonly string[];
  list(kind: string): unknown[];
  get(kind: string, id: string): unknown;
  /** Answers the entity as it is afterwards; throws EditRefused when there is no such entity or the change makes no sense. */
  patch(kind: string, id: string, change: unknown): unknown;
  /** Answers the new entity. */
  create?(kind: string, value: unknown): unknown;
  /** Answers the entity that is gone; throws EditRefused when there was none. */
  remove?(kind: string, id: string): unknown;
};

/** An edit over the control interface that cannot be done; the message says what would be possible. */
export class EditRefused extends Error {
  constructor(
    readonly status: 400 | 404,
    message: string,
  ) {
    super(message);
  }
}
