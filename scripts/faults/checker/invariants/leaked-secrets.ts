import type { Violation } from "../seen";

type Secret = { name: string; value: string };
type Place = { where: string; text: string };

/** Shorter ones are found in innocent texts too. */
const shortest = 6;

/** I8: no secret stands in any of these texts, as it is, in base64 or escaped for an address. */
export function findLeakedSecrets(secrets: Secret[], places: Place[]): Violation[] {
  return secrets.flatMap(({ name, value }) => {
    if (value.length < shortest) throw new Error(`${name} is too short to be looked for.`);
    const forms = [
      value,
      Buffer.from(value).toString("base64").replace(/=+$/, ""),
      encodeURIComponent(value),
    ];
    return places
      .filter(({ text }) => forms.some((form) => text.includes(form)))
      .map(({ where }) => ({
        invariant: "I8" as const,
        says: `${name} stands in ${where}.`,
        data: { where },
      }));
  });
}
