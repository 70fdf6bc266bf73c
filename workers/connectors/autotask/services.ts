import { ApiError } from "@/lib/errors";
import type { ContractService, PsaAgreement, UnitsAdjustment, WriteLimits } from "../psa";
import { readJson } from "../wire/json";
import { noTimeLeft } from "./client/client";
import { allOf, anyOf, idEquals, idIn, recordId } from "./client/filter";
import { collect, queryRows } from "./client/pages";
import { type Autotask, startLimits } from "./context";
import { service } from "./errors";
import { adjustmentBody } from "./map/adjustment";
import { firstUnpostedDay, hasNoListPrice, mapContractService } from "./map/contract-service";
import { contractIdFields, contractIdSchema, createdSchema } from "./schemas";
import { type ContractRecords, type RecordsOf, readInBulk, readRecords } from "./service-records";

type Read = { agreement: PsaAgreement; services: ContractService[] };

/** Throws ApiError `not_found` (`agreement_missing`) when the contract is gone. */
export async function readServices(autotask: Autotask, agreement: PsaAgreement): Promise<Read> {
  const [read] = await readServicesOfAll(autotask, [agreement]);
  if (read === undefined || read instanceof ApiError) throw read;
  return read;
}

/** The same of several contracts by the page; what is wrong with one is its answer. Throws what is wrong with all. */
export async function readServicesOfAll(
  autotask: Autotask,
  agreements: readonly PsaAgreement[],
): Promise<(Read | ApiError)[]> {
  const found = await readInBulk(agreements, async (batch) => {
    const of = await readRecords(autotask, batch);
    const gone = await findGone(autotask, batch, of);
    return batch.map((agreement) => {
      if (gone.has(agreement.id)) return agreementMissing(agreement.id);
      return of(agreement.id);
    });
  });
  return completeAll(autotask, agreements, found);
}

/** The services of one item on each contract. Of a contract that is gone there are none. */
export async function readItemServices(
  autotask: Autotask,
  wanted: readonly { agreement: PsaAgreement; itemId: string }[],
): Promise<(ContractService[] | ApiError)[]> {
  const found = await readInBulk(wanted, async (batch) => {
    const pairs = batch.map(({ agreement, itemId }) =>
      allOf([idEquals("contractID", agreement.id), idEquals("serviceID", itemId)]),
    );
    const agreements = batch.map(({ agreement }) => agreement);
    const of = await readRecords(autotask, agreements, [anyOf(pairs)]);
    return batch.map(({ agreement, itemId }) => {
      const all = of(agreement.id);
      if (all instanceof ApiError) return all;
      return { ...all, records: all.records.filter((record) => record.serviceID === itemId) };
    });
  });
  const agreements = wanted.map(({ agreement }) => agreement);
  const read = await completeAll(autotask, agreements, found);
  return read.map((one) => (one instanceof ApiError ? one : one.services));
}

async function completeAll(
  autotask: Autotask,
  agreements: readonly PsaAgreement[],
  found: readonly (ContractRecords | ApiError)[],
): Promise<(Read | ApiError)[]> {
  const all = found.flatMap((one) => (one instanceof ApiError ? [] : one.records));
  const names = await autotask.serviceNames.of(all.map((record) => record.serviceID));
  const read: (Read | ApiError)[] = [];
  for (const [index, agreement] of agreements.entries()) {
    const one = found[index];
    if (one === undefined) throw new Error(`Contract ${agreement.id} was asked for and not read.`);
    read.push(one instanceof ApiError ? one : await complete(autotask, agreement, one, names));
  }
  return read;
}

async function complete(
  { currencies }: Autotask,
  agreement: PsaAgreement,
  { records, units }: ContractRecords,
  names: ReadonlyMap<string, string>,
): Promise<Read> {
  const rate = records.some(hasNoListPrice) ? await currencies.rateOf(agreement.currency) : null;
  const services = records.map((record) =>
    mapContractService(record, {
      agreement,
      itemName: names.get(record.serviceID) ?? "",
      units: units.get(record.id) ?? [],
      rate,
    }),
  );
  const rows = services.flatMap((one) => one.rows);
  return { agreement: { ...agreement, nextInvoiceDate: firstUnpostedDay(agreement, rows) }, services };
}

/** Of the contracts without services those that the tenant has no more. */
async function findGone(
  { client }: Autotask,
  agreements: readonly PsaAgreement[],
  of: RecordsOf,
): Promise<Set<string>> {
  const empty = agreements.filter(({ id }) => {
    const found = of(id);
    return !(found instanceof ApiError) && found.records.length === 0;
  });
  const gone = new Set(empty.map(({ id }) => id));
  if (gone.size === 0) return gone;
  const query = { filter: [idIn("id", [...gone])], fields: contractIdFields };
  for (const { id } of await collect(queryRows(client, "Contracts", contractIdSchema, query)))
    gone.delete(id);
  return gone;
}

function agreementMissing(agreementId: string): ApiError {
  const words = `Autotask has no contract ${agreementId} any more.`;
  return new ApiError({ service, kind: "not_found", refusal: "agreement_missing", words });
}

/** Sends one adjustment, once. Autotask names no id of it: `{"itemId":null}` is success. */
export async function adjustUnits(
  autotask: Autotask,
  adjustment: UnitsAdjustment,
  given: WriteLimits,
): Promise<void> {
  const limits = startLimits(given);
  const { agreementId } = adjustment;
  const body = adjustmentBody(adjustment);
  const wait = autotask.budget.takeAdjustmentTurn(agreementId, autotask.clock);
  if (wait > 0) await autotask.sleep(wait, limits.signal);
  if (limits.signal.aborted) throw noTimeLeft();
  const path = `Contracts/${recordId(agreementId)}/ServiceAdjustments`;
  readJson(createdSchema, await autotask.client.write({ method: "POST", path, body }, limits));
}
