import { z } from "zod";
import { faultRequest } from "../http/fault";
import {
  EditRefused,
  type Entities,
  type SandboxRequest,
  type SandboxResponse,
  type Service,
} from "../http/service";
import type { OutsideWorld } from "../outside-world";

export type Route = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below /_sandbox; `{name}` stands for one segment. */
  path: string;
  says: string;
  answer(world: OutsideWorld, request: SandboxRequest, parts: readonly string[]): SandboxResponse;
};

const ok = (body: unknown): SandboxResponse => ({ status: 200, body });

function readJson({ body }: SandboxRequest): unknown {
  if (body.trim() === "") return {};
  try {
    return JSON.parse(body);
  } catch {
    throw new EditRefused(400, "The body is not valid JSON.");
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new EditRefused(400, z.prettifyError(result.error));
  return result.data;
}

const serviceName = z.enum(["prism", "connectwise", "autotask", "mail"], {
  error: "The service is one of prism, connectwise, autotask, mail.",
});

function serviceOf(world: OutsideWorld, name: string | undefined): Service {
  return world.services[read(serviceName, name)];
}

function entitiesOf(world: OutsideWorld, name: string | undefined): Entities {
  const { entities } = serviceOf(world, name);
  if (entities) return entities;
  throw new EditRefused(404, `${name} has no entities to look at.`);
}

const resetRequest = z.strictObject({
  scenario: z.enum(["clean", "troubled"]).optional(),
  newestUsageMonth: z.iso.date().endsWith("-01", "is the first day of a month").optional(),
});

const since = z.coerce.number().int().min(0);

const billRequest = z.looseObject({ service: z.enum(["connectwise", "autotask"]).default("connectwise") });

/** Query parameters choose among the entities: `?agreementId=7`, `?company/id=3`. */
function matches(entity: unknown, query: URLSearchParams): boolean {
  return [...query].every(([path, wanted]) => {
    let value: unknown = entity;
    for (const step of path.split("/"))
      value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
    return value !== undefined && String(value) === wanted;
  });
}

function found(entity: unknown, kind: string, id: string): SandboxResponse {
  if (entity !== undefined) return ok(entity);
  throw new EditRefused(404, `There is no ${id} among the ${kind}; GET the list to see which there are.`);
}

const worldRoutes: Route[] = [
  {
    method: "POST",
    path: "/reset",
    says: 'Everything as on the first day: {"scenario": "clean" | "troubled", "newestUsageMonth"?: "YYYY-MM-01"}',
    answer(world, request) {
      const choice = read(resetRequest, readJson(request));
      world.reset({ ...choice, scenario: choice.scenario ?? world.scenario });
      return ok({ scenario: world.scenario, newestUsageMonth: world.newestUsageMonth });
    },
  },
  {
    method: "GET",
    path: "/writes",
    says: "Every write that a service accepted, oldest first; ?since={seq} for the newer ones",
    answer: (world, { query }) => ok(world.writes.since(read(since, query.get("since") ?? 0))),
  },
  {
    method: "GET",
    path: "/calls",
    says: "Calls per service, method and path, with the service's own handling time",
    answer: (world) => ok(world.calls.list()),
  },
  {
    method: "DELETE",
    path: "/calls",
    says: "Start counting afresh",
    answer(world) {
      world.calls.clear();
      return ok([]);
    },
  },
  {
    method: "POST",
    path: "/invoices/next",
    says: "PRISM issues the invoices of the next month",
    answer: (world) => ok({ invoices: world.services.prism.issueNextInvoice() }),
  },
  {
    method: "GET",
    path: "/mails",
    says: "Every mail that was accepted, oldest first",
    answer: (world) => ok(world.services.mail.mails()),
  },
];

const billRoutes: Route[] = [
  {
    method: "POST",
    path: "/bill",
    says: 'The PSA bills one cycle: {"agreementIds"?: [1], "until"?: "YYYY-MM-DD", "service"?: "connectwise"}',
    answer(world, request) {
      const { service, ...rest } = read(billRequest, readJson(request));
      const { billing } = world.services[service];
      if (!billing) throw new EditRefused(404, `${service} does not bill in this sandbox.`);
      return ok(billing.bill(rest));
    },
  },
  {
    method: "GET",
    path: "/bills",
    says: "Every invoice that the PSA has made; ?service=connectwise, ?agreementId={id}",
    answer(world, { query }) {
      const choice = new URLSearchParams(query);
      const name = choice.get("service") ?? "connectwise";
      choice.delete("service");
      const bills = serviceOf(world, name).billing?.bills() ?? [];
      return ok(bills.filter((bill) => matches(bill, choice)));
    },
  },
];

const faultRoutes: Route[] = [
  {
    method: "POST",
    path: "/faults",
    says: 'Which call, how often, what: {"service", "method"?, "path"?, "pattern"?, "skip"?, "times"?, "effect"}',
    answer: (world, request) => ({
      status: 201,
      body: world.faults.add(read(faultRequest, readJson(request))),
    }),
  },
  {
    method: "GET",
    path: "/faults",
    says: "The faults in force and the spent ones, with what they hit",
    answer: (world) => ok(world.faults.list()),
  },
  {
    method: "DELETE",
    path: "/faults",
    says: "No more faults",
    answer(world) {
      world.faults.clear();
      return ok([]);
    },
  },
  {
    method: "DELETE",
    path: "/faults/{id}",
    says: "Take one fault back",
    answer(world, _request, [id = ""]) {
      const removed = world.faults.remove(Number(id));
      if (!removed) throw new EditRefused(404, `There is no fault ${id}; GET faults lists them.`);
      return ok(removed);
    },
  },
];

const entityRoutes: Route[] = [
  {
    method: "GET",
    path: "/entities/{service}/{kind}",
    says: "All entities of one kind; ?agreementId=7 or ?company/id=3 chooses among them",
    answer: (world, { query }, [service, kind = ""]) =>
      ok(
        entitiesOf(world, service)
          .list(kind)
          .filter((entity) => matches(entity, query)),
      ),
  },
  {
    method: "GET",
    path: "/entities/{service}/{kind}/{id}",
    says: "One entity",
    answer: (world, _request, [service, kind = "", id = ""]) =>
      found(entitiesOf(world, service).get(kind, id), kind, id),
  },
  {
    method: "PATCH",
    path: "/entities/{service}/{kind}/{id}",
    says: "Edit one as a person would: an object with the members to change; null clears one",
    answer: (world, request, [service, kind = "", id = ""]) =>
      ok(entitiesOf(world, service).patch(kind, id, readJson(request))),
  },
  {
    method: "POST",
    path: "/entities/{service}/{kind}",
    says: "Create one as a person would",
    answer(world, request, [service, kind = ""]) {
      const { create } = entitiesOf(world, service);
      if (!create) throw new EditRefused(404, `${service} has nothing that could be created here.`);
      return { status: 201, body: create(kind, readJson(request)) };
    },
  },
  {
    method: "DELETE",
    path: "/entities/{service}/{kind}/{id}",
    says: "Delete one as a person would",
    answer(world, _request, [service, kind = "", id = ""]) {
      const { remove } = entitiesOf(world, service);
      if (!remove) throw new EditRefused(404, `${service} has nothing that could be deleted here.`);
      return ok(remove(kind, id));
    },
  },
];

const settingRoutes: Route[] = [
  {
    method: "GET",
    path: "/settings",
    says: "The switches of each service",
    answer: (world) => ok(currentSettings(world)),
  },
  {
    method: "PATCH",
    path: "/settings",
    says: 'Turn switches: {"connectwise": {"wrongKeys": "404"}}',
    answer(world, request) {
      const changes = Object.entries(read(z.record(z.string(), z.unknown()), readJson(request)));
      for (const [name] of changes)
        if (!serviceOf(world, name).settings) throw new EditRefused(404, `${name} has no settings.`);
      for (const [name, change] of changes) serviceOf(world, name).settings?.change(change);
      return ok(currentSettings(world));
    },
  },
];

function currentSettings(world: OutsideWorld): Record<string, unknown> {
  const withSettings = Object.entries(world.services).filter(([, service]) => service.settings);
  return Object.fromEntries(withSettings.map(([name, service]) => [name, service.settings?.current()]));
}

export const controlRoutes: readonly Route[] = [
  ...worldRoutes,
  ...billRoutes,
  ...faultRoutes,
  ...entityRoutes,
  ...settingRoutes,
];
