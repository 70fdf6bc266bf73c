"use server";

import {
  syncOne,
  syncOneRule,
  syncWaiting,
  syncWaitingRule,
} from "@/app/(portal)/programs/sync-now/sync-change";
import { mutation } from "@/lib/mutation";

/** Syncs one customer by itself. */
export const syncCustomer = mutation(syncOneRule, syncOne);

/** Syncs all customers that were mapped since their last sync. */
export const syncWaitingCustomers = mutation(syncWaitingRule, syncWaiting);
