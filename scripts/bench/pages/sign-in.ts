import { openDatabase } from "@/db/client";
import { openSession } from "@/db/commands/sign-in/open-session";
import { cookieRules } from "@/lib/auth/cookies";
import { hashToken, newToken } from "@/lib/auth/tokens";
import type { TestDatabase } from "../../testing/database";

/** Opens a session for a person, as the end of sign-in does; answers the browser's cookie. */
export async function signIn(database: TestDatabase, url: string, userId: string): Promise<string> {
  const token = newToken();
  const portal = openDatabase(database.portalUrl, { maxConnections: 1 });
  await openSession(portal.db, { tokenHash: hashToken(token), userId, userAgent: null, way: "link" });
  await portal.close();
  return `${cookieRules(url).sessionToken.name}=${token}`;
}
