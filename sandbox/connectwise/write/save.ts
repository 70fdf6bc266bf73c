import { invalidObject, type Problem } from "../problem";
import type { Row } from "../schema/entity";
import type { Site } from "../site";
import type { Table } from "../table";
import { type Draft, readDraft } from "./read-draft";
import type { Rules } from "./rules";

/** The member name of the API user, as it stands in `_info.updatedBy`. */
const apiMember = "SyncApi";

type Save<R extends Row> = {
  site: Site;
  table: Table<R>;
  rules: Rules<R>;
  /** Field values, without id and _info. */
  values: Draft;
  before?: R;
  /** Whether absent values are filled with the defaults of a new record. */
  fill: boolean;
};

/** Validates and stores; throws the Problem that the API would answer, and then nothing has changed. */
export function save<R extends Row>({ site, table, rules, values, before, fill }: Save<R>): R {
  const now = site.timestamp();
  const draft: Draft = {
    ...values,
    id: before?.id ?? table.newId(),
    _info: before
      ? { ...before._info, lastUpdated: now, updatedBy: apiMember }
      : { lastUpdated: now, updatedBy: apiMember, dateEntered: now, enteredBy: apiMember },
  };
  const read = readDraft(site, table.entity, draft);
  const filled = fill ? (rules.defaults?.(read, site) ?? read) : read;
  const after = rules.settle?.(filled, before) ?? filled;
  const errors = rules.check?.(after, before, site) ?? [];
  if (errors.length > 0) throw invalidObject(table.entity.resource, errors);
  table.put(after, site.settings.staleReads);
  rules.saved?.(after, site);
  return after;
}

type Removal<R extends Row> = { site: Site; table: Table<R>; rules: Rules<R>; row: R };

export function remove<R extends Row>({ site, table, rules, row }: Removal<R>): void {
  const problem: Problem | undefined = rules.checkDelete?.(row, site);
  if (problem) throw problem;
  table.delete(row.id, site.settings.staleReads);
  rules.deleted?.(row, site);
}
