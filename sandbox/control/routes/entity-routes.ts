import { EditRefused, type Entities, type SandboxResponse } from "../../http/service";
import type { OutsideWorld } from "../../outside-world";
import { matches, ok, type Route, readJson, serviceOf } from "./route";

function entitiesOf(world: OutsideWorld, name: string | undefined): Entities {
  const { entities } = serviceOf(world, name);
  if (entities) return entities;
  throw new EditRefused(404, `${name} has no entities to look at.`);
}

function found(entity: unknown, kind: string, id: string): SandboxResponse {
  if (entity !== undefined) return ok(entity);
  throw new EditRefused(404, `There is no ${id} among the ${kind}; GET the list to see which there are.`);
}

export const entityRoutes: Route[] = [
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
