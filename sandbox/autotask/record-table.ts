import { z } from "zod";
import type { Wire } from "./schema/field";

const wire = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const state = z.object({ lastId: z.int(), rows: z.array(wire) });

/** Records of one kind by id. Records are never changed in place. */
export class RecordTable {
  private rows = new Map<number, Wire>();
  private lastId = 0;

  get(id: number): Wire | undefined {
    return this.rows.get(id);
  }

  /** In the order of ids. */
  all(): Wire[] {
    return [...this.rows.values()].sort((a, b) => Number(a.id) - Number(b.id));
  }

  newId(): number {
    return this.lastId + 1;
  }

  put(row: Wire): void {
    const id = Number(row.id);
    this.rows.set(id, row);
    this.lastId = Math.max(this.lastId, id);
  }

  delete(id: number): void {
    this.rows.delete(id);
  }

  snapshot(): unknown {
    return { lastId: this.lastId, rows: this.all() };
  }

  restore(saved: unknown): void {
    const read = state.parse(saved);
    this.rows = new Map(read.rows.map((row) => [Number(row.id), row]));
    this.lastId = read.lastId;
  }
}
