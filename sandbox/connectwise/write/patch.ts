import { z } from "zod";
import { plain, unknownMember } from "../problem";
import type { Entity, Row } from "../schema/entity";
import { type Draft, isObject } from "./read-draft";

const operations = z.array(
  z.object({ op: z.enum(["add", "replace", "remove"]), path: z.string(), value: z.unknown().optional() }),
);

/**
 * The record's values after a PATCH. A path is a bare member name, in its exact case: with a leading slash it is an
 * unknown member. A path below a member ("company/identifier") is accepted and changes nothing.
 * Throws the 400 that the API answers for a body that is no list of operations and for unknown members.
 */
export function applyPatch<R extends Row>(entity: Entity<R>, before: R, body: unknown, text: string): Draft {
  const read = operations.safeParse(body);
  if (!read.success) {
    const example = '[{"op":"replace","path":"name","value":"…"}]';
    throw plain(
      400,
      "ConnectWiseApi",
      `The body of a PATCH must be a list of operations such as ${example}.`,
    );
  }
  const draft: Draft = { ...before };
  for (const { op, path, value } of read.data) {
    const [member = "", ...below] = path.split("/");
    if (!Object.hasOwn(entity.fields, member)) throw unknownMember(path, entity.typeName, text);
    if (below.length > 0 || entity.computed.includes(member)) continue;
    draft[member] = op === "remove" ? null : value;
  }
  return draft;
}

/** The values of a POST or PUT body; computed members are accepted and ignored. Throws the 400 for unknown members. */
export function readMembers<R extends Row>(entity: Entity<R>, body: unknown, text: string): Draft {
  if (!isObject(body))
    throw plain(400, "ConnectWiseApi", `The body must be an object of type '${entity.typeName}'.`);
  for (const name of Object.keys(body))
    if (!Object.hasOwn(entity.fields, name)) throw unknownMember(name, entity.typeName, text);
  return Object.fromEntries(Object.entries(body).filter(([name]) => !entity.computed.includes(name)));
}
