import type { NewCharge, PsaCharge, WriteLimits } from "../psa";
import { readJson } from "../wire/json";
import { recordId } from "./client/filter";
import { listRows } from "./client/pages";
import { readBack } from "./client/read-back";
import { type Autotask, create, startLimits } from "./context";
import { chargeBody, mapCharge } from "./map/charge";
import type { Picklists } from "./picklists";
import { chargeSchema, itemOf } from "./schemas";

const pathOf = (agreementId: string) => `Contracts/${recordId(agreementId)}/Charges`;

/** Those that carry a reference, ours and others'. Throws ApiError. */
export async function readCharges({ client }: Autotask, agreementId: string): Promise<PsaCharge[]> {
  const charges: PsaCharge[] = [];
  for await (const page of listRows(client, pathOf(agreementId), chargeSchema)) {
    charges.push(...page.map(mapCharge).filter((charge) => charge.reference !== null));
  }
  return charges;
}

/** Creates a charge and reads it back. Throws ApiError; `unreadable` where it may have been created all the same. */
export async function createCharge(
  autotask: Autotask,
  agreementId: string,
  charge: NewCharge,
  given: WriteLimits,
): Promise<PsaCharge> {
  const limits = startLimits(given);
  const path = pathOf(agreementId);
  const picked = {
    chargeType: await usual(autotask.picklists, path, "chargeType"),
    status: await usual(autotask.picklists, path, "status"),
  };
  const body = chargeBody(agreementId, charge, picked);
  const id = await create(autotask.client, { method: "POST", path, body }, limits);
  const read = async () => {
    const answer = await autotask.client.get(`${path}/${recordId(id)}`, limits.signal);
    const { item } = readJson(itemOf(chargeSchema), answer);
    return item && mapCharge(item);
  };
  return readBack(read, () => true, { ...limits, sleep: autotask.sleep });
}

/** What Autotask's own form would put in: the list's default, or its first value; null for a field that has no list. */
async function usual(picklists: Picklists, entity: string, field: string): Promise<string | null> {
  const active = (await picklists.values(entity, field)).filter((value) => value.isActive);
  return (active.find((value) => value.isDefaultValue) ?? active[0])?.value ?? null;
}
