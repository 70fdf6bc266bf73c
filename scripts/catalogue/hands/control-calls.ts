import { z } from "zod";
import type { Rig } from "@/scripts/testing/rig";

const created = z.looseObject({ id: z.number() });

/** A person creates a record in a PSA's own pages. Gives its id. */
export async function createIn(rig: Rig, service: string, kind: string, value: object): Promise<number> {
  return created.parse(await post(rig, `/entities/${service}/${kind}`, value)).id;
}

/** The PSA bills the next period of these agreements or contracts. */
export async function billIn(rig: Rig, service: string, agreementId: string): Promise<void> {
  const answer = await post(rig, "/bill", {
    service,
    [service === "autotask" ? "contractIds" : "agreementIds"]: [Number(agreementId)],
  });
  const { invoices } = z.looseObject({ invoices: z.array(z.unknown()) }).parse(answer);
  if (invoices.length === 0) throw new Error(`Nothing of ${agreementId} was billed.`);
}

export async function post(rig: Rig, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${rig.sandbox.endpoints.control}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
