import type { Wire } from "./schema/field";
import { type EntityName, entityNames } from "./schema/names";

/** Fields by which queries that name them are answered without looking at every record. */
const nearFields = ["id", "contractID", "contractServiceID"] as const;
export type NearField = (typeof nearFields)[number];
export const isNearField = (field: string): field is NearField => nearFields.some((name) => name === field);

/** Records whose field has one of these values. */
export type Near = { field: NearField; values: readonly unknown[] };

/** The records of each entity as clients see them, in the order of ids; with `near` only those. */
export type Sources = Readonly<Record<EntityName, (near?: Near) => Wire[]>>;

/** What reads still see after a write, while the tenant is set to serve stale reads. */
type Stale = { rows: Wire[]; left: number };

/** Every record as clients see it, made when it is first asked for and kept until something changes. */
export class Views {
  private made = new Map<EntityName, Wire[]>();
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
  where(name: EntityName, field: NearField, values: readonly unknown[]): Wire[] {
    return this.sources[name]({ field, values });
  }

  /** As a client reads them, which may be stale; each call counts as a read. `near` may be passed over. */
  read(name: EntityName, near?: Near): Wire[] {
    const stale = this.stale.get(name);
    if (!stale) return near ? this.sources[name](near) : this.rows(name);
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
  }
}
