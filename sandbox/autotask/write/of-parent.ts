import { refused } from "../refusal";
import type { Wire } from "../schema/field";

/** The members of a body for a child collection: the path decides the contract, a body may only repeat it. */
export function ofParent(members: Wire, parentId: number | undefined): Wire {
  if (parentId === undefined) return members;
  const named = members.contractID ?? parentId;
  if (named !== parentId) throw refused("The contractID of the body is not the Contract of the address.");
  return { ...members, contractID: parentId };
}
