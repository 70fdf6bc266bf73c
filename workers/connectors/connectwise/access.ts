import { z } from "zod";
import { ApiError } from "@/lib/errors";
import type { AccessReport, PermissionCheck } from "../psa";
import { id } from "../wire/fields";
import { readJson } from "../wire/json";
import type { Call, ConnectWiseClient } from "./client/client";
import { systemInfoSchema } from "./schemas";

/** A right by the place where ConnectWise's security roles name it, and a call that needs it. */
type Right = { name: string; call: Call };

const read = (path: string): Call => ({ method: "GET", path, query: { pageSize: "1", fields: "id" } });

const reads: readonly Right[] = [
  { name: "Companies › Company Maintenance › Inquire", call: read("company/companies") },
  { name: "Finance › Agreements › Inquire", call: read("finance/agreements") },
  { name: "Procurement › Product Catalog › Inquire", call: read("procurement/catalog") },
  { name: "System › Table Setup › Inquire (company statuses)", call: read("company/companies/statuses") },
  { name: "System › Table Setup › Inquire (product subcategories)", call: read("procurement/subcategories") },
  { name: "System › Table Setup › Inquire (product types)", call: read("procurement/types") },
];

/** No record has this id. */
const noRecord = "0";

/**
 * Writes that must fail validation, so that nothing comes into being: a body without the required fields, a change of
 * a record that does not exist. ConnectWise judges the right first: 403 without it, 400 or 404 with it.
 */
const catalogWrites: readonly Right[] = [
  {
    name: "Procurement › Product Catalog › Add",
    call: { method: "POST", path: "procurement/catalog", body: {} },
  },
  {
    name: "Procurement › Product Catalog › Edit",
    call: { method: "PATCH", path: `procurement/catalog/${noRecord}`, body: [] },
  },
];

function additionRights(agreementId: string): readonly Right[] {
  const path = `finance/agreements/${agreementId}/additions`;
  return [
    { name: "Finance › Agreements › Inquire (additions)", call: read(path) },
    { name: "Finance › Agreements › Add (additions)", call: { method: "POST", path, body: {} } },
    {
      name: "Finance › Agreements › Edit (additions)",
      call: { method: "PATCH", path: `${path}/${noRecord}`, body: [] },
    },
  ];
}

/**
 * Tests the keys and each right that a sync needs, creating nothing. Throws ApiError when the site or the company is
 * unknown, or does not answer; keys that are refused are an answer.
 */
export async function checkAccess(client: ConnectWiseClient): Promise<AccessReport> {
  try {
    const permissions: PermissionCheck[] = [];
    for (const right of reads) permissions.push(await check(client, right));
    const agreementId = await anyAgreement(client);
    for (const right of additionRights(agreementId ?? noRecord)) {
      permissions.push(agreementId === null ? untested(right) : await check(client, right));
    }
    for (const right of catalogWrites) permissions.push(await check(client, right));
    return { about: await readVersion(client), credentials: "accepted", permissions };
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== "unauthorised") throw error;
    return { about: null, credentials: "refused", permissions: [] };
  }
}

async function check(client: ConnectWiseClient, { name, call }: Right): Promise<PermissionCheck> {
  try {
    await client.repeatable(call);
    return { name, granted: true, words: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.kind === "forbidden") return { name, granted: false, words: error.words ?? null };
    const refusedAsMeant = error.kind === "rejected" || error.kind === "not_found";
    if (call.method !== "GET" && refusedAsMeant) return { name, granted: true, words: null };
    throw error;
  }
}

function untested({ name }: Right): PermissionCheck {
  return {
    name,
    granted: false,
    words: "There is no agreement that can be read, so this could not be tested.",
  };
}

async function anyAgreement(client: ConnectWiseClient): Promise<string | null> {
  try {
    const answer = await client.get("finance/agreements", { pageSize: "1", fields: "id" });
    return readJson(z.array(z.object({ id })), answer)[0]?.id ?? null;
  } catch (error) {
    if (error instanceof ApiError && error.kind === "forbidden") return null;
    throw error;
  }
}

async function readVersion(client: ConnectWiseClient): Promise<string | null> {
  const { version } = readJson(systemInfoSchema, await client.get("system/info"));
  return version === null ? null : `ConnectWise PSA ${version}`;
}
