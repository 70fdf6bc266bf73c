import { z } from "zod";
import type { Transaction } from "@/db/client";
import { revokeOtherSessions } from "@/db/commands/sign-in/open-session";
import { confirmSecondFactor, removeSecondFactor, storeNewSecret } from "@/db/commands/sign-in/second-factor";
import { takeCode } from "@/db/commands/sign-in/take-code";
import { findSecondFactor, type SecondFactor } from "@/db/queries/sign-in/second-factor";
import { readCode } from "@/lib/auth/second-factor/check-code";
import { findHalfMinute, newRecoveryCodes, newSecret } from "@/lib/auth/second-factor/codes";
import { type KeptSecret, openSecret, sealSecret } from "@/lib/auth/second-factor/secret-box";
import { hashToken } from "@/lib/auth/tokens";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";

/** What everybody changes about their own second factor. `Tools`: what the portal's process knows. */

const nothing = z.object({});
const code = z.object({ code: z.string().min(6, "Enter the code.").max(20) });

export const beginRule = { role: "viewer", input: nothing } as const;
export const codeRule = { role: "viewer", input: code, secrets: ["code"] } as const;

type Tools = {
  portalSecret: () => string;
  now: () => Date;
  /** Counts an attempt of this person, whatever becomes of it. False: there were too many. */
  mayTry: (userId: string) => Promise<boolean>;
};

/** Makes a secret for the app to read; nothing is asked for at sign-in until the app has proven itself. */
export function begin({ portalSecret }: Pick<Tools, "portalSecret">): Changing<typeof nothing> {
  return async ({ session, tx }) => {
    const { userId } = session;
    const made = { secret: newSecret(), recoveryCodes: newRecoveryCodes() };
    const sealedSecret = await sealSecret(portalSecret(), userId, made);
    if (!(await storeNewSecret(tx, { userId, sealedSecret }))) {
      throw new MutationRefused("An authenticator app is set up already.");
    }
    return { audit: null, to: links.setUpSecondFactor() };
  };
}

/** From now on the app's code is asked for at sign-in; sessions elsewhere end, since none of them was asked. */
export function confirm({ portalSecret, now, mayTry }: Tools): Changing<typeof code> {
  return async ({ session, tx, input }) => {
    const { userId, sessionId } = session;
    if (!(await mayTry(userId))) throw tooMany();
    const { kept } = await openOwn(tx, userId, portalSecret());
    const halfMinute = findHalfMinute(kept.secret, input.code, now());
    if (halfMinute === null) throw wrongCode();
    const sealedSecret = await sealSecret(portalSecret(), userId, { ...kept, recoveryCodes: [] });
    const recoveryCodeHashes = kept.recoveryCodes.map(hashToken);
    if (!(await confirmSecondFactor(tx, { userId, sealedSecret, halfMinute, recoveryCodeHashes }))) {
      throw new MutationRefused("An authenticator app is set up already.");
    }
    await revokeOtherSessions(tx, { userId, keptSessionId: sessionId });
    return {
      audit: { action: "second_factor_enabled", subject: userId },
      to: links.profile(),
      notice: {
        title: "From now on you are asked for a code when you sign in.",
        text: "Your sessions in other browsers have ended.",
      },
    };
  };
}

/** Takes the second factor away; only with a code, so that a browser left open is not enough. */
export function disable({ portalSecret, now, mayTry }: Tools): Changing<typeof code> {
  return async ({ session, tx, input }) => {
    const { userId } = session;
    if (!(await mayTry(userId))) throw tooMany();
    const { kept, factor } = await openOwn(tx, userId, portalSecret());
    const typed = readCode(kept.secret, input.code, now());
    if (!factor.confirmedAt || !(await takeCode(tx, userId, typed))) throw wrongCode();
    await removeSecondFactor(tx, userId);
    return {
      audit: { action: "second_factor_disabled", subject: userId },
      to: links.profile(),
      notice: { title: "You are asked for no code any more." },
    };
  };
}

async function openOwn(
  tx: Transaction,
  userId: string,
  portalSecret: string,
): Promise<{ kept: KeptSecret; factor: SecondFactor }> {
  const factor = await findSecondFactor(tx, userId);
  if (!factor) throw new MutationRefused("There is no authenticator app to ask.");
  return { kept: await openSecret(portalSecret, userId, factor.sealedSecret), factor };
}

function tooMany(): MutationRefused {
  return new MutationRefused("There were too many attempts. Wait a quarter of an hour and try again.");
}

function wrongCode(): MutationRefused {
  return new MutationRefused("Nothing was changed.", {
    fieldErrors: { code: "This code is not right, or was used already. Wait for the next one." },
  });
}
