import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { dropMail, mailRule, sendAgain } from "@/app/(portal)/mails/mail-changes";
import { countParkedMails, listParkedMails } from "@/db/queries/portal/parked-mails";
import { auditEvents, mails, outbox, programSyncs } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addProgramSync, addRun, type TestRun } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "operator" };
let ben: TestMember & { role: "admin" };
let run: TestRun;

const longAgo = "2026-10-01T04:00:00.000Z";

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  anna = {
    ...(await addMember(owner, { organisation: "Harbour", email: "anna@harbour.example" })),
    role: "operator",
  };
  ben = { ...(await addMember(owner, { organisation: "Quay", email: "ben@quay.example" })), role: "admin" };
  const sync = await addProgramSync(owner, anna.orgId);
  await owner
    .update(programSyncs)
    .set({
      notifyAddresses: ["new@harbour.example", "Quiet@harbour.example"],
      reviewStops: ["quiet@harbour.example"],
    })
    .where(eq(programSyncs.id, sync.programSyncId));
  run = await addRun(owner, sync);
});
beforeEach(async () => {
  for (const table of [mails, auditEvents, outbox]) await databases.owner.delete(table);
});
afterAll(() => databases.end());

async function park(change: Partial<typeof mails.$inferInsert> = {}): Promise<string> {
  const [mail] = await databases.owner
    .insert(mails)
    .values({
      orgId: anna.orgId,
      purpose: "failure",
      causeId: run.id,
      recipients: ["old@harbour.example"],
      facts: {},
      frozen: { subject: "3 errors", html: "<p>3</p>", text: "3", at: longAgo },
      state: "parked",
      attempts: 40,
      dueAt: new Date(longAgo),
      lastError: "rejected (422)",
      ...change,
    })
    .returning({ id: mails.id });
  if (!mail) throw new Error("The mail was not stored.");
  return mail.id;
}

async function stored(id: string) {
  const [row] = await databases.owner.select().from(mails).where(eq(mails.id, id));
  return row;
}

const press = (change: typeof sendAgain, mailId: string, person: Parameters<typeof sendForm>[1] = anna) =>
  sendForm(databases.portal, person, { rule: mailRule, change }, { mailId });

const list = (place = {}, size = 50) => listParkedMails(databases.portal, { orgId: anna.orgId, place, size });
const events = () => databases.owner.select().from(auditEvents);

describe("sending again", () => {
  test("makes the mail due at once with the words that it had, to those whom the settings name now", async () => {
    const id = await park();
    expect(await press(sendAgain, id)).toMatchObject({ kind: "done" });
    const row = await stored(id);
    expect(row).toMatchObject({
      state: "due",
      attempts: 0,
      lastError: null,
      recipients: ["new@harbour.example", "Quiet@harbour.example"],
      frozen: { subject: "3 errors", html: "<p>3</p>", text: "3" },
    });
    expect(Date.now() - new Date(row?.frozen?.at ?? longAgo).getTime()).toBeLessThan(3_600_000);
    expect(await databases.owner.select().from(outbox)).toMatchObject([{ bell: "mail", subjectId: id }]);
    expect(await events()).toMatchObject([{ action: "mail_sent_again", subject: id, actorId: anna.userId }]);
  });

  test("goes to nobody who asked for no mails about what waits for review", async () => {
    const id = await park({ purpose: "review" });
    await press(sendAgain, id);
    expect((await stored(id))?.recipients).toEqual(["new@harbour.example"]);
  });

  test("leaves one whose words were never written to be written", async () => {
    const id = await park({ frozen: null, lastError: "cannot_be_written" });
    expect(await press(sendAgain, id)).toMatchObject({ kind: "done" });
    expect(await stored(id)).toMatchObject({ state: "due", frozen: null });
  });

  test.each<[what: string, change: Partial<typeof mails.$inferInsert>]>([
    ["is due already", { state: "due" }],
    ["has left", { state: "accepted" }],
    ["carries a link that is gone", { purpose: "invitation", causeId: randomUUID() }],
  ])("is refused for a mail that %s", async (_, change) => {
    const id = await park(change);
    expect(await press(sendAgain, id)).toMatchObject({ kind: "refused" });
    expect(await stored(id)).toMatchObject({ attempts: 40, recipients: ["old@harbour.example"] });
    expect(await databases.owner.select().from(outbox)).toEqual([]);
  });

  test("is refused to viewers and to another organisation", async () => {
    const id = await park();
    expect(await press(sendAgain, id, { ...anna, role: "viewer" })).toMatchObject({ kind: "refused" });
    expect(await press(sendAgain, id, ben)).toMatchObject({ kind: "refused" });
    expect(await press(dropMail, id, ben)).toMatchObject({ kind: "refused" });
    expect((await stored(id))?.state).toBe("parked");
    expect(await events()).toEqual([]);
  });
});

test("a mail that somebody is done with is shown no more, and was not sent", async () => {
  const id = await park();
  expect(await press(dropMail, id)).toMatchObject({ kind: "done" });
  expect((await list()).rows).toEqual([]);
  expect(await countParkedMails(databases.portal, { orgId: anna.orgId })).toBe(0);
  expect(await events()).toMatchObject([{ action: "mail_dropped", subject: id }]);
  expect(await press(dropMail, id)).toMatchObject({ kind: "refused" });
  expect(await press(sendAgain, id)).toMatchObject({ kind: "refused" });
});

test("lists what was given up by pages, newest first, without what nobody wanted any more", async () => {
  const ids: string[] = [];
  for (const day of ["01", "02", "03"]) {
    const createdAt = new Date(`2026-11-${day}T00:00:00Z`);
    ids.unshift(await park({ causeId: randomUUID(), createdAt }));
  }
  await park({ causeId: randomUUID(), purpose: "sign_in", lastError: "no_member" });
  await park({ causeId: randomUUID(), state: "accepted" });
  await park({ causeId: randomUUID(), orgId: ben.orgId });
  const first = await list({}, 2);
  expect(first.rows.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  const second = await list({ after: first.next }, 2);
  expect([second.rows.map(({ id }) => id), second.next]).toEqual([ids.slice(2), null]);
  expect((await list({ before: second.previous }, 2)).rows.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(await countParkedMails(databases.portal, { orgId: anna.orgId })).toBe(3);
  const foreign = await listParkedMails(databases.portal, {
    orgId: ben.orgId,
    place: { after: ids[0] ?? "" },
  });
  expect(foreign.rows).toEqual([]);
});
