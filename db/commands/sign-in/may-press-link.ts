import type { Database } from "@/db/client";
import { countAttempt } from "@/db/commands/sign-in/count-attempt";
import { normaliseAddress } from "@/lib/auth/address";

/**
 * Counts a press of a link, and answers whether it is looked at. An address is counted for each network by itself: who
 * knows somebody's address can use up their own tries of it, never those of the person. What guessing is bounded by is
 * the network's own limit and the token's 256 bits.
 */
export async function mayPressLink(
  db: Database,
  { email, network }: { email: string; network: string },
): Promise<boolean> {
  const address = normaliseAddress(email) ?? "";
  const counted = [
    await countAttempt(db, "confirm_by_network", network),
    await countAttempt(db, "confirm_by_account", `${address} ${network}`),
  ];
  return counted.every(Boolean);
}
