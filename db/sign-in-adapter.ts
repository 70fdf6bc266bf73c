import type { Adapter, AdapterUser } from "next-auth/adapters";
import type { Database } from "@/db/client";
import { closeSession, markEmailVerified, openSession } from "@/db/commands/sign-in/open-session";
import { takeSignInToken } from "@/db/commands/sign-in/sign-in-tokens";
import { findLiveSession } from "@/db/queries/sign-in/find-session";
import { findUser, findUserByEmail, type Person } from "@/db/queries/sign-in/find-user";
import { hashToken } from "@/lib/auth/tokens";

/**
 * What next-auth needs of our tables. It never makes a person (members are invited), and it leaves the storing of a
 * link to `issueSignInLink`, which puts link and mail into one transaction. Cookies' values are stored by their hash;
 * `userAgent` is what the browser calls itself.
 */
export function signInAdapter(db: Database, userAgent: string | null = null): Adapter {
  return {
    createUser: () => {
      throw new Error("Nobody becomes a member by signing in.");
    },
    getUser: async (id) => adapterUser(await findUser(db, id)),
    getUserByEmail: async (email) => adapterUser(await findUserByEmail(db, email)),
    getUserByAccount: () => null,
    updateUser: async ({ id }) => {
      await markEmailVerified(db, id);
      const user = adapterUser(await findUser(db, id));
      if (!user) throw new Error("The person is gone.");
      return user;
    },
    linkAccount: () => null,
    createSession: async ({ sessionToken, userId }) => {
      const tokenHash = hashToken(sessionToken);
      const { endsAt } = await openSession(db, { tokenHash, userId, userAgent, way: "link" });
      return { sessionToken, userId, expires: endsAt };
    },
    getSessionAndUser: async (sessionToken) => {
      const live = await findLiveSession(db, hashToken(sessionToken));
      if (!live) return null;
      const { userId, email, name, emailVerifiedAt, endsAt } = live;
      return {
        session: { sessionToken, userId, expires: endsAt },
        user: { id: userId, email, name, emailVerified: emailVerifiedAt },
      };
    },
    /** The limits are kept where sessions are read. */
    updateSession: () => null,
    deleteSession: (sessionToken) => closeSession(db, hashToken(sessionToken)),
    createVerificationToken: (token) => token,
    useVerificationToken: async ({ identifier, token }) => {
      const used = await takeSignInToken(db, { tokenHash: token, email: identifier });
      return used && { identifier, token, expires: used.expiresAt };
    },
  };
}

function adapterUser(person: Person | null): AdapterUser | null {
  return person && { id: person.id, email: person.email, emailVerified: person.emailVerifiedAt };
}
