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
};
