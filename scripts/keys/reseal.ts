import type { JWK } from "jose";
import { type Client, escapeIdentifier } from "pg";
import { keyIdOf, openSealed, SealError, seal } from "@/lib/seal";

/** Every column that holds something sealed to the worker, bound to its row's organisation and id. */
export const sealedColumns = [
  { table: "connections", column: "sealed_credentials" },
  { table: "sources", column: "sealed_credentials" },
  { table: "mails", column: "sealed_token" },
] as const;

type SealedColumn = (typeof sealedColumns)[number];
type SealedRow = { org_id: string; id: string; sealed: string };

/** How many texts of a column were sealed anew, how many had been already, and how many neither key opens. */
export type Resealed = SealedColumn & { resealed: number; already: number; unopened: number };

const rowsAtOnce = 200;

/**
 * Seals to the newest of `privateKeys` whatever is sealed to another of them; `owner` is connected as the database's owner.
 * May be stopped and started again at any time: a row is changed by itself, and only if nobody has entered other keys
 * meanwhile. What no key opens is left as it is and counted.
 */
export async function resealAll(
  owner: Client,
  privateKeys: readonly [newest: JWK, ...former: JWK[]],
  onColumn: (done: Resealed) => void = () => undefined,
): Promise<Resealed[]> {
  const all: Resealed[] = [];
  for (const of of sealedColumns) {
    const done = { ...of, resealed: 0, already: 0, unopened: 0 };
    let after: SealedRow | undefined;
    do {
      const rows = await readRows(owner, of, after);
      for (const row of rows) done[await resealRow(owner, of, row, privateKeys)] += 1;
      after = rows.at(-1);
    } while (after);
    onColumn(done);
    all.push(done);
  }
  return all;
}

async function readRows(owner: Client, of: SealedColumn, after?: SealedRow): Promise<SealedRow[]> {
  const column = escapeIdentifier(of.column);
  const { rows } = await owner.query<SealedRow>(
    `select org_id, id, ${column} as sealed from ${escapeIdentifier(of.table)}
     where ${column} is not null and ($1::uuid is null or (org_id, id) > ($1, $2::uuid))
     order by org_id, id limit ${rowsAtOnce}`,
    [after?.org_id ?? null, after?.id ?? null],
  );
  return rows;
}

async function resealRow(
  owner: Client,
  of: SealedColumn,
  row: SealedRow,
  privateKeys: readonly [JWK, ...JWK[]],
): Promise<"resealed" | "already" | "unopened"> {
  const [newest] = privateKeys;
  if (keyIdOf(row.sealed) === newest.kid) return "already";
  const binding = { orgId: row.org_id, subject: row.id };
  try {
    const { d: _, ...publicKey } = newest;
    const sealed = await seal(publicKey, binding, await openSealed(privateKeys, binding, row.sealed));
    const column = escapeIdentifier(of.column);
    const { rowCount } = await owner.query(
      `update ${escapeIdentifier(of.table)} set ${column} = $1 where org_id = $2 and id = $3 and ${column} = $4`,
      [sealed, row.org_id, row.id, row.sealed],
    );
    // Somebody entered other keys in between, and the portal sealed those to the key that it has.
    return rowCount === 1 ? "resealed" : "already";
  } catch (error) {
    if (error instanceof SealError) return "unopened";
    throw error;
  }
}
