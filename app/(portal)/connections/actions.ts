"use server";

import {
  changeConnectWise,
  changePrismAccount,
  connectWiseRule,
  sourceRule,
} from "@/app/(portal)/connections/access-change";
import { portalEnv } from "@/lib/env";
import { mutation } from "@/lib/mutation";

const publicKey = () => portalEnv().CREDENTIALS_PUBLIC_KEY;

/** Connects ConnectWise, or changes the connection. */
export const saveConnectWise = mutation(connectWiseRule, changeConnectWise(publicKey));

/** Connects the PRISM account, or changes its keys. */
export const saveSource = mutation(sourceRule, changePrismAccount(publicKey));
