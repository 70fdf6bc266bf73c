"use server";

import { dropMail, mailRule, sendAgain } from "@/app/(portal)/mails/mail-changes";
import { mutation } from "@/lib/mutation";

export const sendParkedAgain = mutation(mailRule, sendAgain);

export const dropParked = mutation(mailRule, dropMail);
