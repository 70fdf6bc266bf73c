import { eq, isNull, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { inviteMember, withdrawInvitation } from "@/db/commands/members/invite-member";
import { signInWithEntra } from "@/db/commands/sign-in/sign-in-with-entra";
import { findLiveSession } from "@/db/queries/sign-in/find-session";
import { auditEvents, invitations, members, users } from "@/db/schema";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { makeWorkerKeys } from "@/scripts/testing/worker-keys";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let keys: Awaited<ReturnType<typeof makeWorkerKeys>>;
let anna: TestMember;

beforeAll(async () => {
  databases = await openTestDatabases();
  keys = await makeWorkerKeys();
});
beforeEach(async () => {
  await databases.owner.execute(sql`truncate organisations, users cascade`);
  const email = "anna@harbour.example";
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email, role: "admin" });
});
afterAll(() => databases.end());

/** Who is signed in afterwards; null: nobody. */
async function come(entraId: string, email: string): Promise<{ email: string; orgId: string | null } | null> {
  const sessionTokenHash = hashToken(newToken());
  const done = await signInWithEntra(databases.portal, { entraId, email, sessionTokenHash, userAgent: null });
  const live = await findLiveSession(databases.portal, sessionTokenHash);
  expect(live === null).toBe(done === null);
  return live && { email: live.email, orgId: live.enteredOrgId };
}

async function invite(email: string): Promise<string> {
  const done = await inOrg(databases.portal, anna.orgId, (tx) =>
    inviteMember(tx, {
      orgId: anna.orgId,
      email,
      role: "viewer",
      invitedBy: anna,
      publicKey: keys.publicKey,
    }),
  );
  if (typeof done === "string") throw new Error(done);
  return done.invitationId;
}

it("lets a member in by the address at the first time, and by the id from then on", async () => {
  expect(await come("t/1", anna.email)).toEqual({ email: anna.email, orgId: anna.orgId });
  expect(await come("t/1", "anna.renamed@harbour.example")).toEqual({ email: anna.email, orgId: anna.orgId });
  const [event] = await databases.owner.select().from(auditEvents);
  expect(event).toMatchObject({ action: "signed_in", facts: { way: "entra" } });
});

it("lets nobody in who got a member's former address there", async () => {
  await come("t/1", anna.email);
  expect(await come("t/2", anna.email)).toBeNull();
});

it("lets nobody in who is neither a member nor invited, and makes no person of them", async () => {
  expect(await come("t/9", "eve@evil.example")).toBeNull();
  expect(await databases.owner.select().from(users).where(eq(users.email, "eve@evil.example"))).toEqual([]);
});

it("lets nobody in who is a member no more", async () => {
  await come("t/1", anna.email);
  await databases.owner.delete(members);
  expect(await come("t/1", anna.email)).toBeNull();
});

it("accepts the invitation of somebody who is invited", async () => {
  await invite("carla@harbour.example");
  expect(await come("t/3", "carla@harbour.example")).toEqual({
    email: "carla@harbour.example",
    orgId: anna.orgId,
  });
  const [member] = await databases.owner.select().from(members).where(eq(members.role, "viewer"));
  expect(member?.orgId).toBe(anna.orgId);
  expect(await come("t/4", "carla@harbour.example")).toBeNull();
});

describe("a known id that comes with a new address that is invited", () => {
  const openInvitations = () =>
    databases.owner.select().from(invitations).where(isNull(invitations.closedAt));

  beforeEach(async () => {
    await come("t/1", anna.email);
    const other = await addMember(databases.owner, { organisation: "Quay", email: "carla@quay.example" });
    await come("t/2", other.email);
    await databases.owner.delete(members).where(eq(members.userId, other.userId));
  });

  it("is the person that it was, and a member again", async () => {
    await invite("carla@harbour.example");
    expect(await come("t/2", "carla@harbour.example")).toEqual({
      email: "carla@quay.example",
      orgId: anna.orgId,
    });
    expect(await openInvitations()).toEqual([]);
  });

  it("uses nothing up where the address is another person's", async () => {
    await addMember(databases.owner, { organisation: "Third", email: "carla@harbour.example" });
    await invite("carla@harbour.example");
    expect(await come("t/2", "carla@harbour.example")).toBeNull();
    expect(await openInvitations()).toHaveLength(1);
  });
});

it.each([
  ["has lapsed", () => databases.owner.update(invitations).set({ expiresAt: new Date(0) })],
  [
    "was withdrawn",
    async () => {
      const [open] = await databases.owner.select().from(invitations);
      await inOrg(databases.portal, anna.orgId, (tx) =>
        withdrawInvitation(tx, { orgId: anna.orgId, invitationId: open?.id ?? "" }),
      );
    },
  ],
])("lets nobody in whose invitation %s", async (_name, end) => {
  await invite("carla@harbour.example");
  await end();
  expect(await come("t/3", "carla@harbour.example")).toBeNull();
});

it("shows invitations of an address to nobody who did not name it", async () => {
  await invite("carla@harbour.example");
  expect(await databases.portal.select().from(invitations)).toEqual([]);
});
