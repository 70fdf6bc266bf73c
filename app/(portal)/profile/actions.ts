"use server";

import {
  oneRule,
  organisationRule,
  othersRule,
  revokeOne,
  revokeOthers,
  switchOrganisation,
} from "@/app/(portal)/profile/session-changes";
import { mutation } from "@/lib/mutation";

export const endOneSession = mutation(oneRule, revokeOne);
export const endOtherSessions = mutation(othersRule, revokeOthers);
export const enterOther = mutation(organisationRule, switchOrganisation);
