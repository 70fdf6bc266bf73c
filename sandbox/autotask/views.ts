import type { Wire } from "./schema/field";
import { type EntityName, entityNames } from "./schema/names";

export type Sources = Readonly<Record<EntityName, () => Wire[]>>;

/** What reads still see after a write, while the tenant is set to serve stale reads. */
type Stale = { rows: Wire[]; left: number };

/** Fields by which queries that name them are answered without looking at every row. */
const indexed = ["id", "contractID", "contractServiceID"] as const;
export type Indexed = (typeof indexed)[number];
export const isIndexed = (field: string): field is Indexed => indexed.some((name) => name === field);

/** Every record as clients see it, made when it is first asked for and kept until something changes. */
export class Views {
  private made = new Map<EntityName, Wire[]>();
  private indexes = new Map<string, Map<unknown, Wire[]>>();
  private stale = new Map<EntityName, Stale>();

  constructor(private readonly sources: Sources) {}

  /** All records of one entity as they are, in the order of ids. */
  rows(name: EntityName): Wire[] {
    const known = this.made.get(name);
    if (known) return known;
    const rows = this.sources[name]();
    this.made.set(name, rows);
    return rows;
  }

  /** One record as it is. */
  row(name: EntityName, id: number): Wire | undefined {
    return this.where(name, "id", [id])[0];
  }

  /** The records whose field is one of these values, in the order of ids. */
  where(name: EntityName, field: Indexed, values: readonly unknown[]): Wire[] {
    const key = `${name} ${field}`;
    const index = this.indexes.get(key) ?? indexOf(this.rows(name), field);
    this.indexes.set(key, index);
    const found = [...new Set(values)].flatMap((value) => index.get(value) ?? []);
    return values.length === 1 ? found : found.sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** As a client reads them, which may be stale; each call counts as a read. */
  read(name: EntityName, near?: { field: Indexed; values: readonly unknown[] }): Wire[] {
    const stale = this.stale.get(name);
    if (!stale) return near ? this.where(name, near.field, near.values) : this.rows(name);
    stale.left -= 1;
    if (stale.left <= 0) this.stale.delete(name);
    return stale.rows;
  }

  /** Called before a write: so many reads of each entity go on seeing what is there now. */
  keep(reads: number): void {
    this.stale.clear();
    if (reads === 0) return;
    for (const name of entityNames) this.stale.set(name, { rows: this.rows(name), left: reads });
  }

  /** Called after a write. */
  forget(): void {
    this.made.clear();
    this.indexes.clear();
  }
}

function indexOf(rows: readonly Wire[], field: string): Map<unknown, Wire[]> {
  const index = new Map<unknown, Wire[]>();
  for (const row of rows) {
    const value = row[field];
    const found = index.get(value);
    if (found) found.push(row);
    else index.set(value, [row]);
  }
  return index;
}
