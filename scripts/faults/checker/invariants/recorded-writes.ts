import type { Recorded, SeenWrite, Violation } from "../seen";
import { missingFrom } from "./missing-from";

type Told = Recorded["confirmed"][number];

/** I10: the product recorded each write that happened, once, and no other. */
export function findUnrecorded(writes: SeenWrite[], confirmed: Told[]): Violation[] {
  const [happened, recorded] = [writes.map(textOf), confirmed.map(textOf)];
  const tell = (texts: string[], what: string): Violation[] =>
    texts.map((text) => ({ invariant: "I10", says: `${what}: ${text}.`, data: null }));
  return [
    ...tell(missingFrom(recorded, happened), "A write happened and is not recorded"),
    ...tell(missingFrom(happened, recorded), "A write is recorded and did not happen"),
  ];
}

/** An item is told by its id alone, units by their service. */
function textOf({ does, to, id, agreementId, reference, from, quantity }: Told): string {
  const told = to === "item" ? [id] : [to === "units" ? null : reference, id, from, quantity];
  const what = told.filter((part) => part !== null).join(" ");
  return `${does} ${to}${agreementId === null ? "" : ` on ${agreementId}`}: ${what}`;
}
