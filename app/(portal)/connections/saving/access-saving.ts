import type { JWK } from "jose";
import { hintOf } from "@/app/(portal)/connections/saving/entered-keys";
import type { Transaction } from "@/db/client";
import type { SealedKeys } from "@/db/commands/portal/save-access";
import { requestTask } from "@/db/commands/tasks/request-task";
import { MutationRefused } from "@/lib/forms/perform-mutation";
import { seal } from "@/lib/seal";
import type { Session } from "@/lib/session";

/** Above the fields when one of them is wrong. */
export const lookAgain = "Please look at the fields again.";

/** Seals keys to the worker and to the access that they are of; `shown` is the key whose last characters are kept to be recognised. */
export async function sealKeys(
  publicKey: JWK,
  of: { orgId: string; id: string },
  keys: Record<string, string>,
  shown: string,
): Promise<SealedKeys> {
  const binding = { orgId: of.orgId, subject: of.id };
  return { sealedCredentials: await seal(publicKey, binding, keys), hint: hintOf(shown) };
}

/** Other keys are tested at once; a test of the old ones that is going on settles nothing. */
export async function testAtOnce(
  tx: Transaction,
  { orgId, userId }: Session,
  kind: "test_connection" | "test_source",
  subjectId: string,
): Promise<void> {
  await requestTask(tx, { orgId, kind, subjectId, requestedBy: userId }, { afresh: true });
}

export function savedNotice(keys: SealedKeys | null) {
  return keys
    ? { title: "Saved. The keys are being tested.", text: "This page shows in a moment what came of it." }
    : { title: "Saved. The keys are the same as before." };
}

/** The second of two editors. */
export function overtaken(): MutationRefused {
  return new MutationRefused("Somebody else changed this meanwhile, so nothing was saved.", {
    text: "What you entered is still here, except the keys: enter them again and save.",
    stale: true,
  });
}
