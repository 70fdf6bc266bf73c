"use server";

import {
  chooseTimeZone,
  giveRole,
  invitationIdRule,
  invitationRule,
  invite,
  inviteAgain,
  memberRule,
  newRoleRule,
  remove,
  withdraw,
  zoneRule,
} from "@/app/(portal)/members/member-changes";
import { portalEnv } from "@/lib/env";
import { mutation } from "@/lib/mutation";

const publicKey = () => portalEnv().CREDENTIALS_PUBLIC_KEY;

export const sendInvitation = mutation(invitationRule, invite(publicKey));
export const sendInvitationAgain = mutation(invitationIdRule, inviteAgain(publicKey));
export const endInvitation = mutation(invitationIdRule, withdraw);
export const saveRole = mutation(newRoleRule, giveRole);
export const takeOut = mutation(memberRule, remove);
export const saveTimeZone = mutation(zoneRule, chooseTimeZone);
