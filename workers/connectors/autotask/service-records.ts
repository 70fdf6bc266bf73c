import { SECOND } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import { groupBy } from "@/lib/group-by";
import type { PsaAgreement } from "../psa";
import { type Filter, idIn } from "./client/filter";
import { collect, queryRows } from "./client/pages";
import type { Autotask } from "./context";
import { service } from "./errors";
import type { ServiceRecord, UnitsRecord } from "./map/contract-service";
import { contractServiceFields, contractServiceSchema, unitsFields, unitsSchema } from "./schemas";

/** What is on one contract; units by the id of their contract service. */
export type ContractRecords = { records: ServiceRecord[]; units: ReadonlyMap<string, UnitsRecord[]> };
export type RecordsOf = (agreementId: string) => ContractRecords | ApiError;

const readings = 5;
/** Terms of a list count against a limit of 500 to a query, and each contract may bring hundreds of rows. */
const contractsAtOnce = 100;

/**
 * Reads things by the batch. What cannot be read together is read one by one, so that one bad record fails only what it
 * belongs to. Throws what would fail everything.
 */
export async function readInBulk<One, Found>(
  all: readonly One[],
  read: (batch: readonly One[]) => Promise<(Found | ApiError)[]>,
): Promise<(Found | ApiError)[]> {
  const found: (Found | ApiError)[] = [];
  for (let start = 0; start < all.length; start += contractsAtOnce) {
    const batch = all.slice(start, start + contractsAtOnce);
    try {
      found.push(...(await read(batch)));
    } catch (error) {
      if (!isOfOne(error)) throw error;
      if (batch.length === 1) found.push(error);
      else for (const one of batch) found.push(...(await readInBulk([one], read)));
    }
  }
  return found;
}

function isOfOne(error: unknown): error is ApiError {
  return error instanceof ApiError && ["unreadable", "rejected", "not_found"].includes(error.kind);
}

/**
 * Services and units are two queries, and one may lag behind the other after a write: units of a service that is not in the
 * list mean that the contract is read again. Units are never left out silently.
 */
export async function readRecords(
  { client, sleep }: Autotask,
  agreements: readonly PsaAgreement[],
  also: readonly Filter[] = [],
): Promise<RecordsOf> {
  const found = new Map<string, ContractRecords | ApiError>();
  let pending = agreements.map(({ id }) => id);
  for (let reading = 1; pending.length > 0; reading++) {
    const filter = [idIn("contractID", pending), ...also];
    const ofUnits = { filter, fields: unitsFields };
    const rows = await collect(queryRows(client, "ContractServiceUnits", unitsSchema, ofUnits));
    const ofServices = { filter, fields: contractServiceFields };
    const records = await collect(queryRows(client, "ContractServices", contractServiceSchema, ofServices));
    const unitsOf = groupBy(rows, (row) => row.contractID);
    const recordsOf = groupBy(records, (record) => record.contractID);
    const lagging: string[] = [];
    for (const id of pending) {
      const own = recordsOf.get(id) ?? [];
      const units = groupBy(unitsOf.get(id) ?? [], (row) => row.contractServiceID);
      const known = new Set(own.map((record) => record.id));
      const stranger = [...units.keys()].find((serviceId) => !known.has(serviceId));
      if (stranger === undefined) found.set(id, { records: own, units });
      else if (reading === readings) found.set(id, strangeUnits(stranger));
      else lagging.push(id);
    }
    pending = lagging;
    if (pending.length > 0) await sleep(reading * SECOND);
  }
  return (id) => found.get(id) ?? { records: [], units: new Map() };
}

function strangeUnits(stranger: string): ApiError {
  const words = `There are units of contract service ${stranger}, but the contract does not list it.`;
  return new ApiError({ service, kind: "unreadable", words });
}
