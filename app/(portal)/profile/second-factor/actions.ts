"use server";

import {
  begin,
  beginRule,
  codeRule,
  confirm,
  disable,
} from "@/app/(portal)/profile/second-factor/factor-changes";
import { countAttempt } from "@/db/commands/sign-in/count-attempt";
import { portalDatabase } from "@/db/portal";
import { portalEnv } from "@/lib/env";
import { mutation } from "@/lib/mutation";

const tools = {
  portalSecret: () => portalEnv().NEXTAUTH_SECRET,
  now: () => new Date(),
  // On a connection of its own: a refused change undoes its transaction, and the attempt still counts.
  mayTry: (userId: string) => countAttempt(portalDatabase(), "second_factor", userId),
};

export const beginSecondFactor = mutation(beginRule, begin(tools));
export const finishSecondFactor = mutation(codeRule, confirm(tools));
export const endSecondFactor = mutation(codeRule, disable(tools));
