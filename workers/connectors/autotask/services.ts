import { SECOND } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import { groupBy } from "@/lib/group-by";
import type { ContractService, PsaAgreement, UnitsAdjustment, WriteLimits } from "../psa";
import { readJson } from "../wire/json";
import { noTimeLeft } from "./client/client";
import { idEquals, recordId } from "./client/filter";
import { collect, queryRows } from "./client/pages";
import { type Autotask, startLimits } from "./context";
import { readAgreement } from "./directory";
import { service } from "./errors";
import { adjustmentBody } from "./map/adjustment";
import {
  firstUnpostedDay,
  hasNoListPrice,
  mapContractService,
  type ServiceRecord,
  type UnitsRecord,
} from "./map/contract-service";
import {
  contractServiceFields,
  contractServiceSchema,
  createdSchema,
  unitsFields,
  unitsSchema,
} from "./schemas";

const readings = 5;

/** Throws ApiError `not_found` (`agreement_missing`) when the contract is gone. */
export async function readServices(
  autotask: Autotask,
  agreement: PsaAgreement,
): Promise<{ agreement: PsaAgreement; services: ContractService[] }> {
  const { records, units } = await readRecords(autotask, agreement.id);
  if (records.length === 0) await requireAgreement(autotask, agreement.id);
  const names = await autotask.serviceNames.of(records.map((one) => one.serviceID));
  const needsRate = records.some(hasNoListPrice);
  const rate = needsRate ? await autotask.currencies.rateOf(agreement.currency) : null;
  const services = records.map((record) =>
    mapContractService(record, {
      agreement,
      itemName: names.get(record.serviceID) ?? "",
      units: units.get(record.id) ?? [],
      rate,
    }),
  );
  const nextInvoiceDate = firstUnpostedDay(
    agreement,
    services.flatMap(({ rows }) => rows),
  );
  return { agreement: { ...agreement, nextInvoiceDate }, services };
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

/**
 * Services and units are two queries, and one may lag behind the other after a write: units of a service that is not in the
 * list mean that it is read again. Units are never left out silently.
 */
async function readRecords(
  { client, sleep }: Autotask,
  agreementId: string,
): Promise<{ records: ServiceRecord[]; units: ReadonlyMap<string, UnitsRecord[]> }> {
  const filter = [idEquals("contractID", agreementId)];
  for (let reading = 1; ; reading++) {
    const ofUnits = { filter, fields: unitsFields };
    const units = groupBy(
      await collect(queryRows(client, "ContractServiceUnits", unitsSchema, ofUnits)),
      (row) => row.contractServiceID,
    );
    const ofServices = { filter, fields: contractServiceFields };
    const records = await collect(queryRows(client, "ContractServices", contractServiceSchema, ofServices));
    const known = new Set(records.map(({ id }) => id));
    const stranger = [...units.keys()].find((id) => !known.has(id));
    if (stranger === undefined) return { records, units };
    if (reading === readings) {
      const words = `There are units of contract service ${stranger}, but the contract does not list it.`;
      throw new ApiError({ service, kind: "unreadable", words });
    }
    await sleep(reading * SECOND);
  }
}

async function requireAgreement(autotask: Autotask, agreementId: string): Promise<void> {
  if ((await readAgreement(autotask, agreementId)) !== null) return;
  const words = `Autotask has no contract ${agreementId} any more.`;
  throw new ApiError({ service, kind: "not_found", refusal: "agreement_missing", words });
}
