"use server";

import { resumeReviews, resumeRule } from "@/app/(portal)/programs/resume-reviews";
import { changeSettings, settingsRule } from "@/app/(portal)/programs/settings-change";
import { mutation } from "@/lib/mutation";

/** Saves a program's settings. */
export const saveSettings = mutation(settingsRule, changeSettings);

/** Sends review mails again to somebody who has stopped them. */
export const sendReviewsAgain = mutation(resumeRule, resumeReviews);
