import { z } from "zod";
import { EditRefused, type SandboxRequest, type SandboxResponse, type Service } from "../../http/service";
import type { OutsideWorld } from "../../outside-world";

export type Route = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below /_sandbox; `{name}` stands for one segment. */
  path: string;
  says: string;
  answer(world: OutsideWorld, request: SandboxRequest, parts: readonly string[]): SandboxResponse;
};

export const ok = (body: unknown): SandboxResponse => ({ status: 200, body });

export function readJson({ body }: SandboxRequest): unknown {
  if (body.trim() === "") return {};
  try {
    return JSON.parse(body);
  } catch {
    throw new EditRefused(400, "The body is not valid JSON.");
  }
}

export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new EditRefused(400, z.prettifyError(result.error));
  return result.data;
}

const serviceName = z.enum(["prism", "connectwise", "autotask", "mail"], {
  error: "The service is one of prism, connectwise, autotask, mail.",
});

/** Throws the 400 for a name that is no service's. */
export function serviceOf(world: OutsideWorld, name: string | undefined): Service {
  return world.services[read(serviceName, name)];
}

/** Query parameters choose among the entities: `?agreementId=7`, `?company/id=3`. */
export function matches(entity: unknown, query: URLSearchParams): boolean {
  return [...query].every(([path, wanted]) => {
    let value: unknown = entity;
    for (const step of path.split("/"))
      value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
    return value !== undefined && String(value) === wanted;
  });
}
