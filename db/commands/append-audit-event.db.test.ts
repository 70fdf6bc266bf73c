import { eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { checkAuditChain } from "@/db/queries/audit-chain";
import { auditEvents } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let ben: TestMember;

beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(async () => {
  const suffix = crypto.randomUUID();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: `anna@${suffix}.example` });
  ben = await addMember(databases.owner, { organisation: "Quay Systems", email: `ben@${suffix}.example` });
});
afterAll(() => databases.end());

const append = (member: TestMember, subject: string) =>
  inOrg(databases.portal, member.orgId, (tx) =>
    appendAuditEvent(
      tx,
      { orgId: member.orgId, actorId: member.userId },
      { action: "mapping_saved", subject, facts: { new: "Agreement 7", old: "none" } },
    ),
  );

describe("the audit's chain", () => {
  it("holds, also when many people write at once, each organisation by itself", async () => {
    await Promise.all([
      ...Array.from({ length: 12 }, (_, n) => append(anna, `a${n}`)),
      ...Array.from({ length: 3 }, (_, n) => append(ben, `b${n}`)),
    ]);
    expect(await checkAuditChain(databases.portal, anna.orgId)).toMatchObject({ events: 12, brokenAt: null });
    expect(await checkAuditChain(databases.portal, ben.orgId)).toMatchObject({ events: 3, brokenAt: null });
  });

  it.each([
    ["facts", { facts: { new: "Agreement 8", old: "none" } }],
    ["actor", { actorId: null }],
    ["time", { createdAt: new Date("2020-01-01T00:00:00Z") }],
  ])("shows that somebody changed an event's %s", async (_name, values) => {
    for (const subject of ["a", "b", "c"]) await append(anna, subject);
    const [second] = await databases.owner
      .update(auditEvents)
      .set(values)
      .where(sql`${auditEvents.orgId} = ${anna.orgId} and ${auditEvents.subject} = 'b'`)
      .returning({ id: auditEvents.id });
    expect(await checkAuditChain(databases.portal, anna.orgId)).toMatchObject({
      events: 3,
      brokenAt: second?.id,
    });
  });

  it("is read in batches, each of which begins where the last one ended", async () => {
    for (const subject of ["a", "b", "c", "d", "e"]) await append(anna, subject);
    for (const batch of [1, 2, 5, 6]) {
      expect(await checkAuditChain(databases.portal, anna.orgId, batch)).toMatchObject({
        events: 5,
        brokenAt: null,
      });
    }
  });

  it("shows that an event in the middle was removed", async () => {
    for (const subject of ["a", "b", "c"]) await append(anna, subject);
    await databases.owner
      .delete(auditEvents)
      .where(sql`${auditEvents.orgId} = ${anna.orgId} and ${auditEvents.subject} = 'b'`);
    expect((await checkAuditChain(databases.portal, anna.orgId)).brokenAt).not.toBeNull();
  });

  it("cannot be rewritten or cut by the portal or the worker", async () => {
    await append(anna, "a");
    for (const db of [databases.portal, databases.worker]) {
      await expect(
        inOrg(db, anna.orgId, (tx) => tx.update(auditEvents).set({ action: "x" })),
      ).rejects.toMatchObject({ cause: { code: "42501" } });
      await expect(inOrg(db, anna.orgId, (tx) => tx.delete(auditEvents))).rejects.toMatchObject({
        cause: { code: "42501" },
      });
    }
  });

  it("is not seen by another organisation", async () => {
    await append(anna, "a");
    const seen = await inOrg(databases.portal, ben.orgId, (tx) =>
      tx.select().from(auditEvents).where(eq(auditEvents.orgId, anna.orgId)),
    );
    expect(seen).toEqual([]);
  });
});
