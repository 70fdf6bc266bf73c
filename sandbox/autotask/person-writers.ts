import { nothingToDelete, refused } from "./refusal";
import { entities } from "./schema/entities";
import type { Entity } from "./schema/field";
import type { EntityName } from "./schema/names";
import type { Tables, Tenant } from "./tenant";
import { withInitial } from "./write/check-record";
import { readId, readMembers } from "./write/read-members";
import type { Writer } from "./write/writer";
import { writers } from "./write/writers";

/** What a person can do in Autotask's own pages: all that the API can, and some of what it cannot. */
export const personWriters: Readonly<Partial<Record<EntityName, Writer>>> = {
  ...writers,
  BillingCodes: anyField("BillingCodes", "billingCodes"),
  Companies: { ...writers.Companies, remove: unlessUsed("Companies", "Contracts", "companyID") },
  Contracts: { ...writers.Contracts, remove: unlessUsed("Contracts", "ContractServices", "contractID") },
  ContractServices: { ...writers.ContractServices, remove: removeContractService },
  Currencies: anyField("Currencies", "currencies"),
  Services: { ...writers.Services, remove: unlessUsed("Services", "ContractServices", "serviceID") },
};

/** Deletes a record that no other one names. */
function unlessUsed(name: EntityName, by: EntityName, field: string): NonNullable<Writer["remove"]> {
  return (write, id) => {
    if (write.tenant.views.rows(by).some((row) => row[field] === id))
      throw refused(`The ${entities[name].typeName} is in use by a ${entities[by].typeName}.`);
    const removed = writers[name]?.remove?.(write, id);
    if (!removed) throw nothingToDelete();
    return removed;
  };
}

/** Records that the API shows only; a person may write every field of them. */
function anyField(name: EntityName, tableName: keyof Tables): Writer {
  const { fields, typeName } = entities[name];
  const writable = Object.entries(fields).map(([field, rest]) => [
    field,
    { ...rest, readOnly: field === "id" },
  ]);
  const entity: Entity = { name, typeName, fields: Object.fromEntries(writable) };
  return {
    create({ tenant, body }) {
      const table = tenant.tables[tableName];
      const row = { ...withInitial(entity, readMembers(entity, body)), id: table.newId() };
      table.put(row);
      return { itemId: row.id, entity: row };
    },
    update({ tenant, body }) {
      const table = tenant.tables[tableName];
      const id = readId(entity, body);
      const row = { ...table.get(id), ...readMembers(entity, body), id };
      table.put(row);
      return { itemId: id, entity: row };
    },
    remove({ tenant }, id) {
      tenant.tables[tableName].delete(id);
      return { itemId: id, entity: null };
    },
  };
}

/** A contract service that was never posted goes with its units. */
function removeContractService({ tenant }: { tenant: Tenant }, id: number) {
  const { ledger } = tenant;
  const posted = ledger.unitsRows.some(
    (row) => row.contractServiceID === id && row.approveAndPostDate !== null,
  );
  if (posted) throw refused("A ContractService that has been approved and posted cannot be deleted.");
  const state = ledger.snapshot();
  const isOther = (row: { contractServiceID: number }) => row.contractServiceID !== id;
  ledger.restore({
    ...state,
    contractServices: state.contractServices.filter((one) => one.id !== id),
    changes: state.changes.filter(isOther),
    unitsRows: state.unitsRows.filter(isOther),
  });
  return { itemId: id, entity: null };
}
