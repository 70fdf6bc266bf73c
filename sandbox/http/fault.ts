import { z } from "zod";

/** Node's timers go no further. */
const longestDelayMs = 10 * 60 * 1000;

const answer = z.strictObject({
  status: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()).optional(),
  /** An object or array is sent as JSON; a string is sent as it is. */
  body: z.unknown().optional(),
});

/** What happens to a matching call. Without `answer` the service itself never sees it, save where it says so. */
export const faultEffect = z.discriminatedUnion("kind", [
  /** Answered at once with this; the service does not see the call. */
  answer.extend({ kind: z.literal("answer") }),
  /** The call waits: before the service handles it, or after it took effect and before the answer leaves. */
  z.strictObject({
    kind: z.literal("delay"),
    ms: z.int().min(1).max(longestDelayMs),
    when: z.enum(["before", "after"]).default("before"),
  }),
  /** The socket is destroyed; the service does not see the call. */
  z.strictObject({ kind: z.literal("reset") }),
  /**
   * The service handles the call; its answer breaks off after `bytes` (half of it when absent).
   * Clean: the answer's length is honest and only its text is cut; else the socket breaks off too.
   */
  z.strictObject({
    kind: z.literal("truncate"),
    bytes: z.int().min(0).optional(),
    clean: z.boolean().default(false),
  }),
  /** The answer comes in pieces of `bytes`, `ms` apart. */
  z.strictObject({
    kind: z.literal("trickle"),
    bytes: z.int().min(1).default(16),
    ms: z.int().min(1).max(60_000).default(100),
  }),
  /** The service handles the call, a write takes effect and is logged; then the socket is destroyed, or `answer` is sent. */
  z.strictObject({ kind: z.literal("lose_answer"), answer: answer.optional() }),
  /** A person edits an entity just before the service handles the call, which is then answered normally. */
  z.strictObject({
    kind: z.literal("person"),
    does: z.enum(["patch", "remove", "create"]),
    entities: z.string(),
    id: z.coerce.string().optional(),
    value: z.unknown().optional(),
  }),
]);

/**
 * A fault as `POST faults` takes it. `path` is the beginning of the path (also of the part after
 * ConnectWise's `/apis/3.0` or Autotask's `/ATServicesRest/V1.0`), `pattern` a regular expression over the path; a call must satisfy all that are given.
 */
export const faultRequest = z.strictObject({
  service: z.enum(["prism", "connectwise", "autotask", "mail"]),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
  path: z.string().startsWith("/", "begins with /; use pattern for a regular expression").optional(),
  pattern: z.string().refine(isExpression, { error: "is not a regular expression" }).optional(),
  /** Matching calls that go through unharmed first. */
  skip: z.int().min(0).default(0),
  /** Matching calls that are hit; "always" until the fault is deleted. */
  times: z.union([z.int().min(1), z.literal("always")]).default(1),
  effect: faultEffect,
});

function isExpression(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

export type FaultEffect = z.infer<typeof faultEffect>;
export type FaultRequest = z.infer<typeof faultRequest>;
/** What a caller may write, with the defaults left out. */
export type FaultInput = z.input<typeof faultRequest>;
