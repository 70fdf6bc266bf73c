"use server";

import {
  autotaskRule,
  changeAutotask,
  changeConnectWise,
  connectWiseRule,
} from "@/app/(portal)/connections/saving/psa-change";
import { changePrismAccount, sourceRule } from "@/app/(portal)/connections/saving/source-change";
import { portalEnv } from "@/lib/env";
import { mutation } from "@/lib/mutation";

const publicKey = () => portalEnv().CREDENTIALS_PUBLIC_KEY;

/** Connects ConnectWise, or changes the connection. */
export const saveConnectWise = mutation(connectWiseRule, changeConnectWise(publicKey));

/** Connects Autotask, or changes the connection. */
export const saveAutotask = mutation(autotaskRule, changeAutotask(publicKey));

/** Connects the PRISM account, or changes its keys. */
export const saveSource = mutation(sourceRule, changePrismAccount(publicKey));
