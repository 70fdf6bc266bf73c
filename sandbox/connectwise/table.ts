import { z } from "zod";
import type { Entity, Row } from "./schema/entity";

/** What reads of one record still see after a write, while the site is set to serve stale reads. */
type Stale<R> = { before: R | undefined; parentId: number | undefined; left: number };

function identifierOf(row: Row): string | undefined {
  const value: unknown = Reflect.get(row, "identifier");
  return typeof value === "string" ? value.toLowerCase() : undefined;
}

/** All records of one kind, by id. Records are never changed in place. */
export class Table<R extends Row> {
  private rows = new Map<number, R>();
  private children = new Map<number, Set<number>>();
  private stale = new Map<number, Stale<R>>();
  private lastId = 0;
  /** Ids by identifier in lower case, for records that have one. */
  private identifiers = new Map<string, Set<number>>();

  /** `parentOf` names the record that rows are listed under, such as an addition's agreement. */
  constructor(
    readonly entity: Entity<R>,
    private readonly parentOf?: (row: R) => number,
  ) {}

  get(id: number): R | undefined {
    return this.rows.get(id);
  }

  /** In the order of ids. */
  all(): R[] {
    return [...this.rows.values()];
  }

  childrenOf(parentId: number): R[] {
    const found: R[] = [];
    for (const id of this.children.get(parentId) ?? []) {
      const row = this.rows.get(id);
      if (row && this.isUnder(row, parentId)) found.push(row);
    }
    return found;
  }

  /** True also when no parent is asked for. */
  isUnder(row: R, parentId: number | undefined): boolean {
    return parentId === undefined || this.parentOf?.(row) === parentId;
  }

  countUnder(parentId: number): number {
    return this.children.get(parentId)?.size ?? 0;
  }

  newId(): number {
    return this.lastId + 1;
  }

  /** `staleReads`: how many reads by clients still see what was there before. */
  put(row: R, staleReads = 0): void {
    this.age(row.id, this.parentOf?.(row), staleReads);
    this.forgetIdentifier(row.id);
    this.rows.set(row.id, row);
    const key = identifierOf(row);
    if (key !== undefined) this.identifiers.set(key, (this.identifiers.get(key) ?? new Set()).add(row.id));
    this.lastId = Math.max(this.lastId, row.id);
    const parentId = this.parentOf?.(row);
    if (parentId === undefined) return;
    const siblings = this.children.get(parentId) ?? new Set();
    this.children.set(parentId, siblings.add(row.id));
  }

  delete(id: number, staleReads = 0): void {
    const row = this.rows.get(id);
    if (!row) return;
    const parentId = this.parentOf?.(row);
    this.age(id, parentId, staleReads);
    this.forgetIdentifier(id);
    this.rows.delete(id);
    if (parentId !== undefined) this.children.get(parentId)?.delete(id);
  }

  private forgetIdentifier(id: number): void {
    const row = this.rows.get(id);
    const key = row && identifierOf(row);
    if (key !== undefined) this.identifiers.get(key)?.delete(id);
  }

  /** True when a record other than `id` has this identifier, whatever its case. */
  hasIdentifier(identifier: string, id: number): boolean {
    const owners = this.identifiers.get(identifier.toLowerCase()) ?? new Set();
    return owners.size > (owners.has(id) ? 1 : 0);
  }

  private age(id: number, parentId: number | undefined, staleReads: number): void {
    if (staleReads > 0) this.stale.set(id, { before: this.rows.get(id), parentId, left: staleReads });
    else this.stale.delete(id);
  }

  /** As a client reads it, which may be stale; each call counts as a read. */
  read(id: number): R | undefined {
    const stale = this.stale.get(id);
    return stale ? this.spend(id, stale) : this.rows.get(id);
  }

  readAll(parentId?: number): R[] {
    const rows = parentId === undefined ? this.all() : this.childrenOf(parentId);
    if (this.stale.size === 0) return rows;
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const [id, stale] of [...this.stale]) {
      if (parentId !== undefined && stale.parentId !== parentId) continue;
      const before = this.spend(id, stale);
      if (before) byId.set(id, before);
      else byId.delete(id);
    }
    return [...byId.values()].sort((a, b) => a.id - b.id);
  }

  private spend(id: number, stale: Stale<R>): R | undefined {
    stale.left -= 1;
    if (stale.left <= 0) this.stale.delete(id);
    return stale.before;
  }

  snapshot(): unknown {
    return { lastId: this.lastId, rows: this.all() };
  }

  restore(state: unknown): void {
    const { lastId, rows } = z.object({ lastId: z.number(), rows: z.array(this.entity.schema) }).parse(state);
    this.rows.clear();
    this.children.clear();
    this.identifiers.clear();
    this.stale.clear();
    for (const row of rows) this.put(row);
    this.lastId = lastId;
  }
}
