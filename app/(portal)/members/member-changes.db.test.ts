import { eq, sql } from "drizzle-orm";
import {
  chooseTimeZone,
  giveRole,
  invitationIdRule,
  invitationRule,
  invite,
  inviteAgain,
  memberRule,
  newRoleRule,
  remove,
  withdraw,
  zoneRule,
} from "@/app/(portal)/members/member-changes";
import { acceptInvitation } from "@/db/commands/members/accept-invitation";
import { openSession } from "@/db/commands/sign-in/open-session";
import { listFormerMembers, listInvitations, listMembers } from "@/db/queries/members/list-members";
import { findInvitation } from "@/db/queries/members/open-invitation";
import { findLiveSession } from "@/db/queries/sign-in/find-session";
import { firstMembership } from "@/db/queries/sign-in/first-membership";
import { auditEvents, invitations, mails, members, organisations, type Role, users } from "@/db/schema";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { openSealed } from "@/lib/seal";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { makeWorkerKeys } from "@/scripts/testing/worker-keys";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let keys: Awaited<ReturnType<typeof makeWorkerKeys>>;
let anna: TestMember & { role: Role };
let ben: TestMember & { role: Role };

beforeAll(async () => {
  databases = await openTestDatabases();
  keys = await makeWorkerKeys();
});
beforeEach(async () => {
  await databases.owner.execute(sql`truncate organisations, users cascade`);
  const admin = { role: "admin" as const };
  anna = {
    ...(await addMember(databases.owner, {
      organisation: "Harbour IT",
      email: "anna@harbour.example",
      ...admin,
    })),
    ...admin,
  };
  ben = {
    ...(await addMember(databases.owner, { organisation: "Quay", email: "ben@quay.example", ...admin })),
    ...admin,
  };
});
afterAll(() => databases.end());

const send = {
  invite: (as: typeof anna, email: string, role = "operator") =>
    sendForm(
      databases.portal,
      as,
      { rule: invitationRule, change: invite(() => keys.publicKey) },
      { email, role },
    ),
  again: (as: typeof anna, invitationId: string) =>
    sendForm(
      databases.portal,
      as,
      { rule: invitationIdRule, change: inviteAgain(() => keys.publicKey) },
      { invitationId },
    ),
  withdraw: (as: typeof anna, invitationId: string) =>
    sendForm(databases.portal, as, { rule: invitationIdRule, change: withdraw }, { invitationId }),
  role: (as: typeof anna, userId: string, role: string) =>
    sendForm(databases.portal, as, { rule: newRoleRule, change: giveRole }, { userId, role }),
  remove: (as: typeof anna, userId: string) =>
    sendForm(databases.portal, as, { rule: memberRule, change: remove }, { userId }),
  zone: (as: typeof anna, timeZone: string) =>
    sendForm(databases.portal, as, { rule: zoneRule, change: chooseTimeZone }, { timeZone }),
};

/** The newest invitation of an address with the token of its mail, as only the worker can read it. */
async function invited(email: string) {
  const rows = await databases.owner.select().from(invitations).where(eq(invitations.email, email));
  const open = rows.find((row) => row.closedAt === null);
  const sent = await databases.owner.select().from(mails);
  const mail = sent.find((one) => one.causeId === open?.id);
  if (!open || !mail) throw new Error(`${email} is not invited.`);
  const binding = { orgId: open.orgId, subject: mail.id };
  const token = String(await openSealed(keys.privateKey, binding, mail.sealedToken ?? ""));
  return { orgId: open.orgId, invitationId: open.id, token, mail };
}

function accept(of: { orgId: string; invitationId: string; token: string }, sessionToken = newToken()) {
  return acceptInvitation(databases.portal, {
    ...of,
    proof: { tokenHash: hashToken(of.token) },
    way: "invitation",
    sessionTokenHash: hashToken(sessionToken),
    userAgent: null,
  });
}

/** A further member of Anna's organisation. */
async function colleague(email: string, role: Role): Promise<TestMember & { role: Role }> {
  const [user] = await databases.owner.insert(users).values({ email }).returning();
  if (!user) throw new Error("The person was not stored.");
  await databases.owner.insert(members).values({ orgId: anna.orgId, userId: user.id, role });
  return { orgId: anna.orgId, userId: user.id, email, role };
}

async function signIn(userId: string): Promise<string> {
  const tokenHash = hashToken(newToken());
  await openSession(databases.portal, { tokenHash, userId, userAgent: null, way: "link" });
  return tokenHash;
}

const actions = async (orgId: string) =>
  (
    await databases.owner
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.orgId, orgId))
      .orderBy(auditEvents.id)
  ).map((event) => event.action);
const roleOf = async (userId: string) =>
  (await databases.owner.select().from(members).where(eq(members.userId, userId)))[0]?.role;

describe("inviting", () => {
  it("queues one mail, keeps the token only as a hash and sealed, and is audited", async () => {
    expect(await send.invite(anna, " Carla@Harbour.example ")).toMatchObject({ kind: "done" });
    const { token, mail, ...of } = await invited("carla@harbour.example");
    expect(mail).toMatchObject({
      purpose: "invitation",
      recipients: ["carla@harbour.example"],
      state: "due",
    });
    const everything = JSON.stringify([
      await databases.owner.select().from(invitations),
      await databases.owner.select().from(mails),
      await databases.owner.select().from(auditEvents),
    ]);
    expect(everything).not.toContain(token);
    expect(await findInvitation(databases.portal, { ...of, tokenHash: hashToken(token) })).toEqual({
      email: "carla@harbour.example",
      role: "operator",
      orgName: "Harbour IT",
      invitedBy: "anna@harbour.example",
    });
    expect(await actions(anna.orgId)).toEqual(["member_invited"]);
  });

  it.each([
    ["an operator", () => ({ ...anna, role: "operator" as const }), "carla@harbour.example", "viewer"],
    ["a viewer", () => ({ ...anna, role: "viewer" as const }), "carla@harbour.example", "viewer"],
    ["no address", () => anna, "carla", "viewer"],
    ["a role that there is not", () => anna, "carla@harbour.example", "owner"],
    ["a member already", () => anna, "ANNA@harbour.example", "viewer"],
  ])("is refused: %s", async (_name, as, email, role) => {
    expect(await send.invite(as(), email, role)).toMatchObject({ kind: "refused" });
    expect(await databases.owner.select().from(invitations)).toEqual([]);
    expect(await databases.owner.select().from(mails)).toEqual([]);
  });

  it("again gives a new link and closes the old one", async () => {
    await send.invite(anna, "carla@harbour.example");
    const first = await invited("carla@harbour.example");
    await send.again(anna, first.invitationId);
    expect(await accept(first)).toBeNull();
    expect(await accept(await invited("carla@harbour.example"))).not.toBeNull();
  });

  it("stays in sight when it has lapsed, and can be sent again", async () => {
    await send.invite(anna, "carla@harbour.example");
    const { invitationId } = await invited("carla@harbour.example");
    await databases.owner.update(invitations).set({ expiresAt: new Date(Date.now() - 1_000) });
    const list = () => listInvitations(databases.portal, anna.orgId);
    expect(await list()).toMatchObject([{ id: invitationId, hasLapsed: true }]);
    expect(await send.again(anna, invitationId)).toMatchObject({ kind: "done" });
    expect(await list()).toMatchObject([{ email: "carla@harbour.example", hasLapsed: false }]);
  });

  it("cannot be withdrawn from another organisation, nor twice", async () => {
    await send.invite(anna, "carla@harbour.example");
    const of = await invited("carla@harbour.example");
    expect(await send.withdraw(ben, of.invitationId)).toMatchObject({ kind: "refused" });
    expect(await listInvitations(databases.portal, ben.orgId)).toEqual([]);
    expect(await listInvitations(databases.portal, anna.orgId)).toHaveLength(1);
    expect(await send.withdraw(anna, of.invitationId)).toMatchObject({ kind: "done" });
    expect(await send.withdraw(anna, of.invitationId)).toMatchObject({ kind: "refused" });
    expect(await accept(of)).toBeNull();
  });

  it("stops at a hundred in a week", async () => {
    for (let sent = 0; sent < 100; sent += 1) await send.invite(anna, `person${sent}@harbour.example`);
    expect(await send.invite(anna, "one-more@harbour.example")).toMatchObject({ kind: "refused" });
    expect(await send.invite(ben, "one-more@harbour.example")).toMatchObject({ kind: "done" });
  });
});

describe("accepting an invitation", () => {
  beforeEach(async () => void (await send.invite(anna, "carla@harbour.example")));

  it("makes a member of the invited role, and opens a session", async () => {
    const sessionToken = newToken();
    const done = await accept(await invited("carla@harbour.example"), sessionToken);
    const live = await findLiveSession(databases.portal, hashToken(sessionToken));
    expect(live).toMatchObject({ userId: done?.userId, enteredOrgId: anna.orgId });
    expect(live?.emailVerifiedAt).toBeInstanceOf(Date);
    expect(await firstMembership(databases.portal, done?.userId ?? "")).toMatchObject({
      orgId: anna.orgId,
      role: "operator",
    });
    expect(await actions(anna.orgId)).toEqual(["member_invited", "invitation_accepted", "signed_in"]);
  });

  it("works once, also when it is pressed many times at once", async () => {
    const of = await invited("carla@harbour.example");
    const presses = await Promise.all(Array.from({ length: 5 }, () => accept(of)));
    expect(presses.filter(Boolean)).toHaveLength(1);
  });

  it.each([
    ["another token", () => ({ token: newToken() })],
    ["another organisation", () => ({ orgId: ben.orgId })],
  ])("does not work with %s, and is not used up by the attempt", async (_name, change) => {
    const of = await invited("carla@harbour.example");
    expect(await accept({ ...of, ...change() })).toBeNull();
    expect(await accept(of)).not.toBeNull();
  });

  it("does not work after its time", async () => {
    const of = await invited("carla@harbour.example");
    await databases.owner
      .update(invitations)
      .set({ expiresAt: sql`clock_timestamp() - interval '1 second'` });
    expect(await accept(of)).toBeNull();
  });

  it("takes a person of another organisation in without taking them out there", async () => {
    await send.invite(anna, ben.email, "viewer");
    const done = await accept(await invited(ben.email));
    expect(done?.userId).toBe(ben.userId);
    expect(await firstMembership(databases.portal, ben.userId, anna.orgId)).toMatchObject({ role: "viewer" });
    expect(await firstMembership(databases.portal, ben.userId, ben.orgId)).toMatchObject({ role: "admin" });
  });
});

describe("a member's role", () => {
  it("is changed, and audited with what it was", async () => {
    const carla = await colleague("carla@harbour.example", "viewer");
    expect(await send.role(anna, carla.userId, "operator")).toMatchObject({ kind: "done" });
    expect(await roleOf(carla.userId)).toBe("operator");
    const [event] = await databases.owner.select().from(auditEvents);
    expect(event).toMatchObject({
      action: "role_changed",
      facts: { email: carla.email, from: "viewer", to: "operator" },
    });
  });

  it("is not changed from another organisation", async () => {
    expect(await send.role(ben, anna.userId, "viewer")).toMatchObject({ kind: "refused" });
    expect(await send.remove(ben, anna.userId)).toMatchObject({ kind: "refused" });
    expect(await roleOf(anna.userId)).toBe("admin");
  });

  it("stays with the last admin, who is not removed either", async () => {
    await colleague("carla@harbour.example", "operator");
    expect(await send.role(anna, anna.userId, "viewer")).toMatchObject({ kind: "refused" });
    expect(await send.remove(anna, anna.userId)).toMatchObject({ kind: "refused" });
    expect(await roleOf(anna.userId)).toBe("admin");
  });

  it("leaves one admin when two take each other out at once", async () => {
    const carla = await colleague("carla@harbour.example", "admin");
    const outcomes = await Promise.all([
      send.role(anna, carla.userId, "viewer"),
      send.remove(carla, anna.userId),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", "refused"]);
    const left = await databases.owner.select().from(members).where(eq(members.orgId, anna.orgId));
    expect(left.filter(({ role }) => role === "admin")).toHaveLength(1);
  });
});

describe("removing a member", () => {
  it("ends their sessions in this organisation at once, and no others", async () => {
    const carla = await colleague("carla@harbour.example", "operator");
    const here = await signIn(carla.userId);
    await databases.owner.insert(members).values({ orgId: ben.orgId, userId: carla.userId, role: "viewer" });
    const [anothers] = [await signIn(anna.userId)];
    const there = await signIn(carla.userId);
    await databases.owner.execute(
      sql`update sessions set entered_org_id = ${ben.orgId}::uuid where token_hash = ${there}`,
    );
    expect(await send.remove(anna, carla.userId)).toMatchObject({ kind: "done" });
    expect(await findLiveSession(databases.portal, here)).toBeNull();
    expect(await findLiveSession(databases.portal, anothers)).not.toBeNull();
    expect(await findLiveSession(databases.portal, there)).toMatchObject({ enteredOrgId: ben.orgId });
    expect(await firstMembership(databases.portal, carla.userId, anna.orgId)).toMatchObject({
      orgId: ben.orgId,
    });
  });

  it("leaves them to be chosen in the audit, of the organisation that they left alone", async () => {
    const carla = await colleague("carla@harbour.example", "operator");
    expect(await listFormerMembers(databases.portal, anna.orgId)).toEqual([]);
    await send.remove(anna, carla.userId);
    const former = { userId: carla.userId, email: "carla@harbour.example" };
    expect(await listFormerMembers(databases.portal, anna.orgId)).toEqual([former]);
    expect(await listFormerMembers(databases.portal, ben.orgId)).toEqual([]);
  });

  it("leaves nothing to sign in to", async () => {
    const carla = await colleague("carla@harbour.example", "operator");
    await send.remove(anna, carla.userId);
    await expect(signIn(carla.userId)).rejects.toThrow("A member of nothing");
  });
});

describe("the list of members", () => {
  it("is read page by page, forth and back, and holds nobody of another organisation", async () => {
    for (const name of ["dora", "carla", "emil", "fay"]) await colleague(`${name}@harbour.example`, "viewer");
    const read = (cursor: Parameters<typeof listMembers>[1]["cursor"]) =>
      listMembers(databases.portal, { orgId: anna.orgId, cursor, size: 2 });
    const names = (page: Awaited<ReturnType<typeof read>>) =>
      page.rows.map(({ email }) => email.split("@")[0]);
    const first = await read(null);
    expect([names(first), first.hasBefore, first.hasAfter]).toEqual([["anna", "carla"], false, true]);
    const second = await read({ direction: "after", key: ["carla@harbour.example"] });
    expect(names(second)).toEqual(["dora", "emil"]);
    const last = await read({ direction: "after", key: ["emil@harbour.example"] });
    expect([names(last), last.hasAfter]).toEqual([["fay"], false]);
    expect(names(await read({ direction: "before", key: ["dora@harbour.example"] }))).toEqual([
      "anna",
      "carla",
    ]);
  });
});

describe("the organisation's clock", () => {
  it("is set by an admin, for that organisation alone", async () => {
    expect(await send.zone(anna, "Pacific/Auckland")).toMatchObject({ kind: "done" });
    const zones = await databases.owner.select().from(organisations).orderBy(organisations.name);
    expect(zones.map(({ timeZone }) => timeZone)).toEqual(["Pacific/Auckland", "Australia/Sydney"]);
    expect(await actions(anna.orgId)).toEqual(["time_zone_set"]);
  });

  it.each(["Atlantis/Capital", "'; drop table users", "Z"])(
    "is never %p, which the database does not know",
    async (zone) => {
      expect(await send.zone(anna, zone)).toMatchObject({ kind: "refused" });
    },
  );

  it("is of the organisation all that the portal may change", async () => {
    const rename = databases.portal.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.org_id', ${anna.orgId}, true)`);
      await tx.update(organisations).set({ name: "Mine" });
    });
    await expect(rename).rejects.toThrow();
  });
});

describe("the invitations that an admin sent", () => {
  let dora: typeof anna;

  beforeEach(async () => {
    const added = await addMember(databases.owner, { organisation: "Other", email: "dora@harbour.example" });
    dora = { ...added, orgId: anna.orgId, role: "admin" };
    await databases.owner.insert(members).values({ orgId: anna.orgId, userId: dora.userId, role: "admin" });
    await send.invite(dora, "friend@harbour.example", "admin");
    await send.invite(anna, "carla@harbour.example");
  });

  it.each([
    ["is taken out", () => send.remove(anna, dora.userId)],
    ["is an operator from now on", () => send.role(anna, dora.userId, "operator")],
  ])("end when the admin %s, and nobody else's do", async (_name, end) => {
    const { token, ...of } = await invited("friend@harbour.example");
    expect(await end()).toMatchObject({ kind: "done" });
    expect(await accept({ ...of, token })).toBeNull();
    const open = await listInvitations(databases.portal, anna.orgId);
    expect(open.map(({ email }) => email)).toEqual(["carla@harbour.example"]);
    const events = await databases.owner
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, "invitation_withdrawn"));
    expect(events).toMatchObject([{ subject: of.invitationId, facts: { email: "friend@harbour.example" } }]);
  });

  it("stay open when the admin stays one", async () => {
    await send.role(anna, dora.userId, "admin");
    expect(await listInvitations(databases.portal, anna.orgId)).toHaveLength(2);
  });
});
