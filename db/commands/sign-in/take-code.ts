import type { Transaction } from "@/db/client";
import { takeHalfMinute, takeRecoveryCode } from "@/db/commands/sign-in/second-factor";
import type { TypedCode } from "@/lib/auth/second-factor/check-code";
import { hashToken } from "@/lib/auth/tokens";

/** Uses up the code that a person typed. Null: it is wrong, or was used already. */
export async function takeCode(
  tx: Transaction,
  userId: string,
  typed: TypedCode,
): Promise<"app" | "recovery" | null> {
  if (typed.kind === "wrong") return null;
  const taken =
    typed.kind === "app"
      ? await takeHalfMinute(tx, { userId, halfMinute: typed.halfMinute })
      : await takeRecoveryCode(tx, { userId, codeHash: hashToken(typed.code) });
  return taken ? typed.kind : null;
}
