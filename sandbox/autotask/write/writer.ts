import type { Tenant } from "../tenant";

export type Write = {
  tenant: Tenant;
  body: unknown;
  /** The contract that the path names, for a child collection. */
  parentId: number | undefined;
};

/** `entity`: what goes into the write log. */
export type Written = { itemId: number | null; entity: unknown };

/** How an entity is written; each throws Refusal or the ledger's Refused, and then nothing has changed. */
export type Writer = {
  create?(write: Write): Written;
  /** PATCH changes what the body names; PUT (`replace`) makes null what it leaves out. */
  update?(write: Write, how: "patch" | "replace"): Written;
  remove?(write: Omit<Write, "body">, id: number): Written;
};
