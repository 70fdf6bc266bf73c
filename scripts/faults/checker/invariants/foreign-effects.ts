import type { Seen, Violation } from "../seen";

/** I7: writes touch no agreement but those that are mapped, and mails go to nobody else. */
export function findForeignEffects({ agreements, writes, mails, ownAddresses }: Seen): Violation[] {
  const own = new Set(agreements.map(({ agreementId }) => agreementId));
  const strangers = writes.filter(({ agreementId }) => agreementId !== null && !own.has(agreementId));
  const misdirected = mails.flatMap(({ to, subject }) =>
    to.filter((address) => !ownAddresses.includes(address)).map((address) => ({ address, subject })),
  );
  return [
    ...strangers.map((write) => ({
      invariant: "I7" as const,
      says: `Agreement ${write.agreementId} is not mapped and was written to.`,
      data: write,
    })),
    ...misdirected.map((mail) => ({
      invariant: "I7" as const,
      says: `A mail went to ${mail.address}, who is none of this organisation.`,
      data: mail,
    })),
  ];
}
