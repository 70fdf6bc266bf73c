import { z } from "zod";

const entity = z.looseObject({ id: z.union([z.number(), z.string()]) });
const write = z.object({ method: z.string(), path: z.string(), body: z.unknown() });

/** The sandbox's control interface at `url`, as far as the connectors' tests use it. */
export function controlAt(url: string) {
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
  return {
    reset: (scenario: "clean" | "troubled" = "clean") =>
      call("POST", "/reset", { scenario, newestUsageMonth: "2026-08-01" }),
    fault: (fault: object) => call("POST", "/faults", fault),
    settings: (change: object) => call("PATCH", "/settings", change),
    bill: (what: object) => call("POST", "/bill", what),
    issueNextInvoice: () => call("POST", "/invoices/next"),
    list: async (path: string) => z.array(entity).parse(await call("GET", `/entities/${path}`)),
    get: async (path: string) => entity.parse(await call("GET", `/entities/${path}`)),
    create: async (path: string, value: object) =>
      entity.parse(await call("POST", `/entities/${path}`, value)),
    edit: (path: string, change: object) => call("PATCH", `/entities/${path}`, change),
    remove: (path: string) => call("DELETE", `/entities/${path}`),
    writes: async () => z.array(write).parse(await call("GET", "/writes")),
  };
}
