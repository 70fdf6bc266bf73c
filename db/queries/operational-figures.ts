import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** A number about all organisations together; `label` is a status, an outcome or a kind, never anybody's name. */
export type OperationalFigure = { name: string; label: string; value: number };

/** Counts and ages for whoever runs the product, through a function that gives nothing else. Only the worker may ask. */
export async function readOperationalFigures(db: Database): Promise<OperationalFigure[]> {
  const { rows } = await db.execute<{ name: string; label: string; value: number }>(
    sql`select name, label, value from app.operational_figures()`,
  );
  return rows.map(({ name, label, value }) => ({ name, label, value }));
}
