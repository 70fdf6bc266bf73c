import type { Clock } from "@/lib/clock";
import type { IsoDate } from "@/lib/values";
import type { PsaAgreement, PsaCompany, WriteLimits } from "../psa";
import { readJson } from "../wire/json";
import type { AutotaskClient } from "./client/client";
import { everything, idNumber, recordId } from "./client/filter";
import { queryRows } from "./client/pages";
import { readBack } from "./client/read-back";
import { type Autotask, startLimits } from "./context";
import { mapCompany } from "./map/company";
import { type ContractWords, mapContract } from "./map/contract";
import type { Picklists } from "./picklists";
import { companyFields, companySchema, contractFields, contractSchema, itemOf } from "./schemas";

/** Customers, vendors and all others, also inactive ones. */
export async function* readCompanies(client: AutotaskClient): AsyncGenerator<PsaCompany[]> {
  const query = { filter: everything, fields: companyFields };
  for await (const page of queryRows(client, "Companies", companySchema, query)) yield page.map(mapCompany);
}

/** All contracts, whatever their type: a person may have chosen a wrong one, and is told so. */
export async function* readAgreements(autotask: Autotask): AsyncGenerator<PsaAgreement[]> {
  const words = await contractWords(autotask);
  const currencyOf = await autotask.currencies.ofAllCompanies();
  const query = { filter: everything, fields: contractFields };
  for await (const page of queryRows(autotask.client, "Contracts", contractSchema, query)) {
    yield page.map((contract) => mapContract(contract, words, currencyOf(contract.companyID)));
  }
}

/** null: the tenant has no such contract. Throws ApiError. */
export async function readAgreement(
  autotask: Autotask,
  agreementId: string,
  signal?: AbortSignal,
): Promise<PsaAgreement | null> {
  const answer = await autotask.client.get(`Contracts/${recordId(agreementId)}`, signal);
  const { item } = readJson(itemOf(contractSchema), answer);
  if (item === null) return null;
  const currency = await autotask.currencies.ofCompany(item.companyID);
  return mapContract(item, await contractWords(autotask), currency);
}

/** Moves the last day, and reads the contract until it shows it. Throws ApiError. */
export async function extendAgreement(
  autotask: Autotask,
  agreementId: string,
  endDate: IsoDate,
  given: WriteLimits,
): Promise<PsaAgreement> {
  const limits = startLimits(given);
  const body = { id: idNumber(agreementId), endDate };
  await autotask.client.write({ method: "PATCH", path: "Contracts", body }, limits);
  const read = () => readAgreement(autotask, agreementId, limits.signal);
  return readBack(read, (agreement) => agreement.endDate === endDate, { ...limits, sleep: autotask.sleep });
}

async function contractWords({
  picklists,
  clock,
}: {
  picklists: Picklists;
  clock: Clock;
}): Promise<ContractWords> {
  return {
    types: await picklists.labels("Contracts", "contractType"),
    periods: await picklists.labels("Contracts", "contractPeriodType"),
    today: clock.now().toISOString().slice(0, 10),
  };
}
