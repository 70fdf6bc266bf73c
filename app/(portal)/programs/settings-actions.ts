"use server";

import { changeSettings, settingsRule } from "@/app/(portal)/programs/settings-change";
import { mutation } from "@/lib/mutation";

/** Saves a program's settings. */
export const saveSettings = mutation(settingsRule, changeSettings);
