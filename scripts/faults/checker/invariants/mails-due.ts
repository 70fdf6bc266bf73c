import { groupBy } from "@/lib/group-by";
import type { Seen, Violation } from "../seen";
import { missingFrom } from "./missing-from";

/** I5: each mail that is due was accepted once, and no other. */
export function findWrongMails({ mails, mailsDue }: Pick<Seen, "mails" | "mailsDue">): Violation[] {
  const [accepted, due] = [mails.map(nameOf), mailsDue.map(nameOf)];
  const tell = (names: string[], what: string): Violation[] =>
    names.map((name) => ({ invariant: "I5", says: `${what}: ${name}.`, data: { accepted, due } }));
  return [
    ...tell(missingFrom(accepted, due), "A mail that is due was not accepted"),
    ...tell(missingFrom(due, accepted), "A mail was accepted that is not due, or twice"),
    ...findSharedKeys(mails),
  ];
}

/** Without its own key a mail that is sent again is accepted again. */
function findSharedKeys(mails: Seen["mails"]): Violation[] {
  return [...groupBy(mails, ({ idempotencyKey }) => idempotencyKey)].flatMap(([key, of]) => {
    if (key !== null && of.length === 1) return [];
    const says = key === null ? "A mail was sent without an idempotency key." : `Two mails share ${key}.`;
    return [{ invariant: "I5" as const, says, data: of.map(nameOf) }];
  });
}

function nameOf({ to, subject }: { to: string[]; subject: string }): string {
  return `“${subject}” to ${to.toSorted().join(", ")}`;
}
