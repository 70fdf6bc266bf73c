import type { Clock } from "@/lib/clock";
import type { ApiError } from "@/lib/errors";
import type { HostRule } from "../host-rule";
import type { Answered } from "../wire/json";

export type HttpRequest = {
  method: "GET" | "POST" | "PATCH";
  url: URL;
  headers: Record<string, string>;
  body?: string;
  /** For the whole answer; the client's own limit when absent. */
  timeoutMs?: number | undefined;
  /** Of the answer's body; the client's own limit when absent. */
  maxBytes?: number | undefined;
  signal?: AbortSignal | undefined;
};

export type HttpHeaders = Record<string, string | string[] | undefined>;
export type HttpAnswer = Answered & { headers: HttpHeaders };

/** One call as it went over the wire; `status` null: no answer. */
export type CallRecord = { service: string; method: string; path: string; status: number | null; ms: number };
export type WaitRecord = { call: string; reason: string; waitMs: number };

/** What every connector may be given from outside: who counts its calls, and what time it is. */
export type ConnectorHooks = {
  onCall?: (call: CallRecord) => void;
  /** Told before a read waits to be tried again. */
  onWait?: (wait: WaitRecord) => void;
  /** Ends reads that are under way and lets none begin; a write goes on up to its own limit. */
  signal?: AbortSignal;
  clock?: Clock;
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  random?: () => number;
  /** The longest time that one read may spend waiting between its tries. */
  waitBudgetMs?: number;
};

export type HttpOptions = ConnectorHooks & {
  service: string;
  /** Turns an answer other than 2xx into an error of the service's own vocabulary. */
  explain: (answer: HttpAnswer, now: Date) => ApiError;
  /** Given where addresses are user input. */
  hosts?: HostRule;
  /** Whatever of this appears in an answer is blotted out before any of it is kept. */
  secrets?: () => string[];
  timeoutMs?: number;
  maxBytes?: number;
  connections?: number;
};

/** What an error says of the call: the query is left out, it may hold a customer's data. */
export function callOf(request: HttpRequest): string {
  return `${request.method} ${request.url.pathname}`;
}
