import { z } from "zod";
import { ApiError } from "@/lib/errors";
import type { AccessReport, PermissionCheck } from "../psa";
import { id } from "../wire/fields";
import { exactNumber, readJson } from "../wire/json";
import type { AutotaskClient, Call } from "./client/client";
import { everything } from "./client/filter";

/** A right in the words of Autotask's security levels, and a call that needs it. */
type Right = { name: string; call: Call };

const read = (entity: string): Call => ({
  method: "POST",
  path: `${entity}/query`,
  body: { filter: everything, includeFields: ["id"], maxRecords: 1 },
});

/** No record has this id. */
const noRecord = exactNumber("0");

const reads: readonly Right[] = [
  { name: "CRM › Companies › View", call: read("Companies") },
  { name: "Contracts › Contracts › View", call: read("Contracts") },
  { name: "Contracts › Contract Services › View", call: read("ContractServices") },
  { name: "Contracts › Contract Service Units › View", call: read("ContractServiceUnits") },
  { name: "Admin › Services › View", call: read("Services") },
  { name: "Admin › Billing Codes › View", call: read("BillingCodes") },
];

/**
 * Writes that must fail validation, so that nothing comes into being: a body without the required fields, a change of a
 * record that does not exist. The right is judged first: an error about permissions without it, another one with it.
 */
const writes: readonly Right[] = [
  {
    name: "Contracts › Contracts › Edit",
    call: { method: "PATCH", path: "Contracts", body: { id: noRecord } },
  },
  { name: "Admin › Services › Add", call: { method: "POST", path: "Services", body: {} } },
  { name: "Admin › Services › Edit", call: { method: "PATCH", path: "Services", body: { id: noRecord } } },
];

function contractRights(contractId: string): readonly Right[] {
  const path = `Contracts/${contractId}`;
  return [
    {
      name: "Contracts › Contract Services › Add (adjustments)",
      call: { method: "POST", path: `${path}/ServiceAdjustments`, body: {} },
    },
    { name: "Contracts › Contract Charges › View", call: { method: "GET", path: `${path}/Charges` } },
    {
      name: "Contracts › Contract Charges › Add",
      call: { method: "POST", path: `${path}/Charges`, body: {} },
    },
  ];
}

/**
 * Tests the keys and each right that a sync needs, creating nothing. Throws ApiError when Autotask does not answer; keys
 * that are refused are an answer, and so is a user that no zone knows.
 */
export async function checkAccess(client: AutotaskClient): Promise<AccessReport> {
  try {
    const permissions: PermissionCheck[] = [];
    for (const right of [...reads, ...writes]) permissions.push(await check(client, right));
    const contractId = await anyContract(client);
    for (const right of contractRights(contractId ?? "0")) {
      permissions.push(contractId === null ? untested(right) : await check(client, right));
    }
    const zone = await client.zoneName();
    return {
      about: zone === null ? "Autotask PSA" : `Autotask PSA, zone ${zone}`,
      credentials: "accepted",
      permissions,
    };
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== "unauthorised") throw error;
    return { about: null, credentials: "refused", permissions: [] };
  }
}

async function check(client: AutotaskClient, { name, call }: Right): Promise<PermissionCheck> {
  try {
    await client.repeatable(call);
    return { name, granted: true, words: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.kind === "forbidden") return { name, granted: false, words: error.words ?? null };
    const isRead = call.method === "GET" || call.path.endsWith("/query");
    const refusedAsMeant = error.kind === "rejected" || error.kind === "not_found";
    if (!isRead && refusedAsMeant) return { name, granted: true, words: null };
    throw error;
  }
}

function untested({ name }: Right): PermissionCheck {
  const words = "There is no contract that can be read, so this could not be tested.";
  return { name, granted: false, words };
}

async function anyContract(client: AutotaskClient): Promise<string | null> {
  try {
    const answer = await client.repeatable(read("Contracts"));
    return readJson(z.object({ items: z.array(z.object({ id })) }), answer).items[0]?.id ?? null;
  } catch (error) {
    if (error instanceof ApiError && error.kind === "forbidden") return null;
    throw error;
  }
}
