import { EditRefused, type Entities } from "../http/service";
import { presented } from "./api/read-endpoints";
import { Refused } from "./contracts/refused";
import { personWriters } from "./person-writers";
import { Refusal } from "./refusal";
import { entities } from "./schema/entities";
import { findField } from "./schema/field";
import type { EntityName } from "./schema/names";
import type { Tenant } from "./tenant";
import type { Writer } from "./write/writer";

type Kind = { entity: EntityName; writer: Writer };

/**
 * Look at and edit records as a person in Autotask's own pages would. The rules of values and references hold there
 * too; rights, limits and stale reads do not. `adjustments` can only be created: a person changes units by them.
 */
export function tenantEntities(tenant: Tenant): Entities {
  const find = (kind: string): Kind => {
    const entity = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (entity) return { entity, writer: personWriters[entity] ?? {} };
    throw new EditRefused(404, `Autotask has no ${kind} here; there are ${Object.keys(kinds).join(", ")}.`);
  };
  const row = (entity: EntityName, id: string): unknown => {
    const found = tenant.views.row(entity, Number(id));
    return found && presented(entities[entity], found);
  };
  const must = (kind: string, { entity }: Kind, id: string): unknown => {
    const found = row(entity, id);
    if (found !== undefined) return found;
    throw new EditRefused(
      404,
      `There is no ${id} among the ${kind}; GET the list of them to see which there are.`,
    );
  };
  return {
    kinds: Object.keys(kinds),
    list(kind) {
      const { entity } = find(kind);
      return tenant.views.rows(entity).map((one) => presented(entities[entity], one));
    },
    get: (kind, id) => row(find(kind).entity, id),
    patch(kind, id, change) {
      const found = find(kind);
      must(kind, found, id);
      const parentId = parentOf(tenant, found.entity, id);
      const body = { ...membersOf(found.entity, change), id: Number(id) };
      perform(tenant, kind, () => found.writer.update?.({ tenant, body, parentId }, "patch"));
      return row(found.entity, id);
    },
    create(kind, value) {
      const found = find(kind);
      const body = membersOf(found.entity, value);
      const { itemId, entity } = perform(tenant, kind, () =>
        found.writer.create?.({ tenant, body, parentId: undefined }),
      );
      return itemId === null ? entity : row(found.entity, String(itemId));
    },
    remove(kind, id) {
      const found = find(kind);
      const gone = must(kind, found, id);
      const parentId = parentOf(tenant, found.entity, id);
      perform(tenant, kind, () => found.writer.remove?.({ tenant, parentId }, Number(id)));
      return gone;
    },
  };
}

const kinds: Readonly<Record<string, EntityName>> = {
  companies: "Companies",
  contracts: "Contracts",
  services: "Services",
  contractServices: "ContractServices",
  contractServiceUnits: "ContractServiceUnits",
  contractCharges: "ContractCharges",
  adjustments: "ContractServiceAdjustments",
  billingCodes: "BillingCodes",
  billingItems: "BillingItems",
  products: "Products",
  serviceBundles: "ServiceBundles",
  currencies: "Currencies",
};

/** The contract of a child record. */
function parentOf({ views }: Tenant, entity: EntityName, id: string): number | undefined {
  const contract = views.row(entity, Number(id))?.contractID;
  return typeof contract === "number" ? contract : undefined;
}

/** Unlike the API, which ignores them, members that do not exist are refused. */
function membersOf(entity: EntityName, change: unknown): object {
  if (typeof change !== "object" || change === null || Array.isArray(change))
    throw new EditRefused(400, `Send an object with the members of the ${entities[entity].typeName}.`);
  const unknown = Object.keys(change).filter((name) => !findField(entities[entity], name));
  if (unknown.length === 0) return change;
  const known = Object.keys(entities[entity].fields).join(", ");
  throw new EditRefused(
    400,
    `A ${entities[entity].typeName} has no ${unknown.join(", ")}. Its members are ${known}.`,
  );
}

function perform<T>(tenant: Tenant, kind: string, edit: () => T | undefined): T {
  try {
    const done = tenant.write(edit, 0);
    if (done !== undefined) return done;
  } catch (error) {
    if (error instanceof Refused) throw new EditRefused(400, error.message);
    if (error instanceof Refusal) throw new EditRefused(400, JSON.stringify(error.body));
    throw error;
  }
  throw new EditRefused(400, `A person cannot do this with ${kind}.`);
}
