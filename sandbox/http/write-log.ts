import { z } from "zod";
import type { SandboxRequest, SandboxResponse, ServiceName } from "./service";

export const loggedWrite = z.object({
  /** Counts up by one over all services; starts at 1 after a reset. */
  seq: z.number(),
  time: z.string(),
  service: z.enum(["prism", "connectwise", "autotask", "mail"]),
  method: z.string(),
  path: z.string(),
  /** As JSON where it is JSON, else as text. */
  body: z.unknown(),
  status: z.number(),
  /** The entity as the write left it; null when nothing is left. */
  entity: z.unknown(),
});

export type LoggedWrite = z.infer<typeof loggedWrite>;

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Every write that a service accepted, in the order in which they took effect. */
export class WriteLog {
  private entries: LoggedWrite[] = [];
  private lastSeq = 0;

  constructor(private readonly now: () => Date = () => new Date()) {}

  add(service: ServiceName, request: SandboxRequest, response: SandboxResponse): void {
    this.lastSeq += 1;
    this.entries.push({
      seq: this.lastSeq,
      time: this.now().toISOString(),
      service,
      method: request.method,
      path: request.path,
      body: asJson(request.body),
      status: response.status,
      entity: structuredClone(response.written ?? null),
    });
  }

  since(seq: number): LoggedWrite[] {
    const first = this.entries.findIndex((entry) => entry.seq > seq);
    return first < 0 ? [] : this.entries.slice(first);
  }

  clear(): void {
    this.entries = [];
    this.lastSeq = 0;
  }

  snapshot(): LoggedWrite[] {
    return this.entries;
  }

  restore(state: unknown): void {
    this.entries = z.array(loggedWrite).parse(state);
    this.lastSeq = this.entries.at(-1)?.seq ?? 0;
  }
}
