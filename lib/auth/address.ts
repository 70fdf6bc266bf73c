import { z } from "zod";

const address = z.email().max(254);

/** The address as it is stored: normalised, trimmed, lower case. Null: not an address. */
export function normaliseAddress(text: string): string | null {
  // Normalised before it is looked at: some characters become "@" only afterwards.
  const parsed = address.safeParse(text.normalize("NFKC").trim().toLowerCase());
  return parsed.success ? parsed.data : null;
}
