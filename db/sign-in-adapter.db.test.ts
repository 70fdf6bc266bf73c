import { eq, sql } from "drizzle-orm";
import { closeSession } from "@/db/commands/sign-in/open-session";
import { storeSignInToken } from "@/db/commands/sign-in/sign-in-tokens";
import { findLiveSession } from "@/db/queries/sign-in/find-session";
import { firstMembership } from "@/db/queries/sign-in/first-membership";
import { members, organisations, sessions, signInTokens } from "@/db/schema";
import { signInAdapter } from "@/db/sign-in-adapter";
import { hashToken, newToken, sessionIdleLimit, sessionWholeLimit } from "@/lib/auth/tokens";
import { HOUR, MINUTE } from "@/lib/clock";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let ben: TestMember;

beforeAll(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  ben = await addMember(databases.owner, { organisation: "Quay Systems", email: "ben@quay.example" });
});
afterAll(() => databases.end());

const adapter = () => signInAdapter(databases.portal);

async function storedLink(email: string, lifeMs?: number) {
  const token = newToken();
  await storeSignInToken(databases.portal, { tokenHash: hashToken(token), email, lifeMs });
  return { identifier: email, token: hashToken(token) };
}

async function openedSession(userId: string) {
  const sessionToken = newToken();
  await adapter().createSession?.({ sessionToken, userId, expires: new Date() });
  return sessionToken;
}

describe("a sign-in link", () => {
  it("works once", async () => {
    const link = await storedLink(anna.email);
    expect(await adapter().useVerificationToken?.(link)).toMatchObject({ identifier: anna.email });
    expect(await adapter().useVerificationToken?.(link)).toBeNull();
  });

  it("works once when it is pressed many times at once", async () => {
    const link = await storedLink(anna.email);
    const presses = await Promise.all(
      Array.from({ length: 5 }, () => adapter().useVerificationToken?.(link)),
    );
    expect(presses.filter(Boolean)).toHaveLength(1);
  });

  it("does not work for another address, and is not used up by the attempt", async () => {
    const link = await storedLink(anna.email);
    expect(await adapter().useVerificationToken?.({ ...link, identifier: ben.email })).toBeNull();
    expect(await adapter().useVerificationToken?.(link)).not.toBeNull();
  });

  it("does not work after its time", async () => {
    const link = await storedLink(anna.email, -1_000);
    expect(await adapter().useVerificationToken?.(link)).toBeNull();
  });

  it("is stored only as a hash", async () => {
    const token = newToken();
    await storeSignInToken(databases.portal, { tokenHash: hashToken(token), email: anna.email });
    const rows = await databases.owner.select().from(signInTokens);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe("a session", () => {
  it("is found by its token, with the person", async () => {
    const token = await openedSession(anna.userId);
    expect(await adapter().getSessionAndUser?.(token)).toMatchObject({
      session: { sessionToken: token, userId: anna.userId },
      user: { id: anna.userId, email: anna.email },
    });
    const rows = await databases.owner.select().from(sessions);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it("ends when it is closed", async () => {
    const token = await openedSession(anna.userId);
    await closeSession(databases.portal, hashToken(token));
    expect(await adapter().getSessionAndUser?.(token)).toBeNull();
  });

  it("ends when nothing was asked for as long as the idle limit", async () => {
    const token = await openedSession(anna.userId);
    await change(token, { expiresAt: sql`clock_timestamp() - interval '1 second'` });
    expect(await findLiveSession(databases.portal, hashToken(token))).toBeNull();
  });

  it("ends after the whole time, however much it is used", async () => {
    const token = await openedSession(anna.userId);
    const seconds = sessionWholeLimit / 1_000 + 1;
    await change(token, { createdAt: sql`clock_timestamp() - make_interval(secs => ${seconds})` });
    expect(await findLiveSession(databases.portal, hashToken(token))).toBeNull();
  });

  it("moves its idle limit when it is used, but does not write with every page", async () => {
    const token = await openedSession(anna.userId);
    await change(token, { expiresAt: sql`clock_timestamp() + interval '1 hour'` });
    await findLiveSession(databases.portal, hashToken(token));
    const moved = await expiryOf(token);
    expect(moved.getTime()).toBeGreaterThan(Date.now() + sessionIdleLimit - HOUR);
    await findLiveSession(databases.portal, hashToken(token));
    expect(await expiryOf(token)).toEqual(moved);
  });

  it("lasts as long in the browser as it can at most in the database", async () => {
    const session = await adapter().createSession?.({
      sessionToken: newToken(),
      userId: anna.userId,
      expires: new Date(),
    });
    expect(Math.abs(Number(session?.expires) - Date.now() - sessionWholeLimit)).toBeLessThan(MINUTE);
  });
});

describe("who is signed in", () => {
  it("enters the organisation of which they are a member", async () => {
    expect(await firstMembership(databases.portal, anna.userId)).toEqual({
      orgId: anna.orgId,
      orgName: "Harbour IT",
      timeZone: "Australia/Sydney",
      role: "operator",
    });
    expect(await firstMembership(databases.portal, ben.userId)).toMatchObject({ orgId: ben.orgId });
  });

  it("enters the first by name of several", async () => {
    const carla = await addMember(databases.owner, { organisation: "Zebra", email: "carla@zebra.example" });
    await databases.owner.insert(members).values({ ...carla, orgId: anna.orgId, role: "viewer" });
    expect(await firstMembership(databases.portal, carla.userId)).toMatchObject({
      orgName: "Harbour IT",
      role: "viewer",
    });
  });

  it("enters nothing as a member of nothing", async () => {
    expect(await firstMembership(databases.portal, crypto.randomUUID())).toBeNull();
  });

  it("sees no organisation outside of a narrowed transaction", async () => {
    expect(await databases.portal.select().from(organisations)).toEqual([]);
    expect(await databases.portal.select().from(members)).toEqual([]);
  });

  it("is never made a member by signing in", () => {
    expect(() => adapter().createUser?.({ email: "new@x.example", emailVerified: null })).toThrow();
  });

  it("has shown that the address is theirs", async () => {
    expect(await adapter().updateUser?.({ id: anna.userId, emailVerified: new Date() })).toMatchObject({
      email: anna.email,
      emailVerified: expect.any(Date),
    });
  });
});

async function change(
  token: string,
  values: Partial<Record<"expiresAt" | "createdAt", ReturnType<typeof sql>>>,
) {
  await databases.owner
    .update(sessions)
    .set(values)
    .where(eq(sessions.tokenHash, hashToken(token)));
}

async function expiryOf(token: string): Promise<Date> {
  const [row] = await databases.owner
    .select()
    .from(sessions)
    .where(eq(sessions.tokenHash, hashToken(token)));
  if (!row) throw new Error("no such session");
  return row.expiresAt;
}
