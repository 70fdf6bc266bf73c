import type { RecordTable } from "../record-table";
import { nothingToDelete, nothingToUpdate, refused } from "../refusal";
import { entityOf } from "../schema/entities";
import type { Wire } from "../schema/field";
import type { EntityName } from "../schema/names";
import type { Tables, Tenant } from "../tenant";
import { checkRecord, replaced, withInitial } from "./check-record";
import { readId, readMembers } from "./read-members";
import type { Writer } from "./writer";

/** Rules beyond those of single fields: `check` answers what is wrong, `settle` fills what the API computes. */
export type Rules = {
  check?(tenant: Tenant, after: Wire, before: Wire | undefined): string[];
  settle?(tenant: Tenant, after: Wire, before: Wire | undefined): Wire;
  /** Runs before the record is stored; may still refuse. */
  beforeSave?(tenant: Tenant, after: Wire, before: Wire | undefined): void;
};

/** Stores a record that keeps all rules; throws the refusal otherwise. */
function save(
  tenant: Tenant,
  name: EntityName,
  table: RecordTable,
  rules: Rules,
  draft: Wire,
  before?: Wire,
): Wire {
  checkRecord(tenant, entityOf(tenant.settings, name), draft, before);
  const errors = rules.check?.(tenant, draft, before) ?? [];
  if (errors.length > 0) throw refused(...errors);
  const row = rules.settle?.(tenant, draft, before) ?? draft;
  rules.beforeSave?.(tenant, row, before);
  table.put(row);
  return row;
}

/** How an entity is written whose records are kept as they are. */
export function keptRecords(name: EntityName, tableName: keyof Tables, rules: Rules = {}): Required<Writer> {
  return {
    create({ tenant, body }) {
      const entity = entityOf(tenant.settings, name);
      const table = tenant.tables[tableName];
      const draft = { ...withInitial(entity, readMembers(entity, body)), id: table.newId() };
      const row = save(tenant, name, table, rules, draft);
      return { itemId: Number(row.id), entity: { entity: name, ...row } };
    },
    update({ tenant, body }, how) {
      const entity = entityOf(tenant.settings, name);
      const table = tenant.tables[tableName];
      const before = table.get(readId(entity, body));
      if (!before) throw nothingToUpdate();
      const members = readMembers(entity, body);
      const draft = how === "patch" ? { ...before, ...members } : replaced(entity, before, members);
      const row = save(tenant, name, table, rules, draft, before);
      return { itemId: Number(row.id), entity: { entity: name, ...row } };
    },
    remove({ tenant }, id) {
      const table = tenant.tables[tableName];
      if (!table.get(id)) throw nothingToDelete();
      table.delete(id);
      return { itemId: id, entity: null };
    },
  };
}
