import { spawn } from "node:child_process";
import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { type AuditFilters, type AuditPlace, listAuditEvents } from "@/db/queries/list-audit-events";
import { auditEvents } from "@/db/schema";
import { verifyAudit } from "@/scripts/audit/verify-audit";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let ben: TestMember;

beforeAll(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  ben = await addMember(databases.owner, { organisation: "Quay Systems", email: "ben@quay.example" });
  const events: [TestMember, string | null, string][] = [
    [anna, anna.userId, "customer_mapped"],
    [ben, ben.userId, "customer_mapped"],
    [anna, anna.userId, "run_requested"],
    [anna, null, "sign_in_failed"],
    [anna, anna.userId, "signed_in"],
    [anna, ben.userId, "customer_unmapped"],
  ];
  for (const [{ orgId }, actorId, action] of events) {
    await inOrg(databases.portal, orgId, (tx) =>
      appendAuditEvent(tx, { orgId, actorId }, { action, subject: "s", facts: { name: "=1+1" } }),
    );
  }
});
afterAll(() => databases.end());

const list = (filters: AuditFilters = {}, place: AuditPlace = {}, size = 50) =>
  listAuditEvents(databases.portal, { orgId: anna.orgId, filters, place, size });

const actions = async (...asked: Parameters<typeof list>) =>
  (await list(...asked)).rows.map(({ action }) => action);

it("lists an organisation's events and nobody else's, newest first", async () => {
  expect(await actions()).toEqual([
    "customer_unmapped",
    "signed_in",
    "sign_in_failed",
    "run_requested",
    "customer_mapped",
  ]);
});

it.each([
  [{ area: "mapping" as const }, ["customer_unmapped", "customer_mapped"]],
  [{ area: "sign_in" as const }, ["signed_in", "sign_in_failed"]],
  [{ area: "runs" as const }, ["run_requested"]],
  [{ area: "members" as const }, []],
])("narrowed to %p", async (filters, expected) => {
  expect(await actions(filters)).toEqual(expected);
});

it("narrowed to a person, with their address", async () => {
  const { rows } = await list({ who: anna.userId });
  expect(rows.map(({ actor }) => actor)).toEqual(Array.from({ length: 3 }, () => "anna@harbour.example"));
});

it("is read page by page, forth and back", async () => {
  const first = await list({}, {}, 2);
  expect([first.newer, first.rows.length]).toEqual([null, 2]);
  const second = await list({}, { after: first.older ?? 0 }, 2);
  expect(second.rows.map(({ action }) => action)).toEqual(["sign_in_failed", "run_requested"]);
  const third = await list({}, { after: second.older ?? 0 }, 2);
  expect([third.rows.map(({ action }) => action), third.older]).toEqual([["customer_mapped"], null]);
  const back = await list({}, { before: third.newer ?? 0 }, 2);
  expect(back.rows).toEqual(second.rows);
  const start = await list({}, { before: back.newer ?? 0 }, 2);
  expect([start.rows, start.newer]).toEqual([first.rows, null]);
});

/** The exit code of `npm run audit:verify`. */
function runCommand(): Promise<number | null> {
  const env = { ...process.env, DATABASE_URL: databases.ownerUrl };
  const command = spawn(process.execPath, ["--import", "tsx", "scripts/audit-verify.ts"], {
    env,
    stdio: "ignore",
  });
  return new Promise((resolve, reject) => command.once("error", reject).once("exit", resolve));
}

describe("the verifier", () => {
  it("finds every chain intact, and then the one that somebody broke, with its first broken event", async () => {
    expect(await runCommand()).toBe(0);
    const whole = await verifyAudit(databases.ownerUrl);
    expect(whole.intact).toBe(true);
    expect(whole.lines.join("\n")).toMatch(
      /Harbour IT .*: 5 events, intact[\s\S]*Quay Systems .*: 1 events, intact/,
    );
    const [first] = await databases.owner
      .select({ id: auditEvents.id })
      .from(auditEvents)
      .orderBy(auditEvents.id)
      .limit(1);
    await databases.owner
      .update(auditEvents)
      .set({ subject: "another" })
      .where(eq(auditEvents.id, first?.id ?? 0));
    expect(await runCommand()).toBe(1);
    const broken = await verifyAudit(databases.ownerUrl);
    expect(broken.intact).toBe(false);
    expect(broken.lines.join("\n")).toMatch(
      new RegExp(`Harbour IT .*: BROKEN at event ${first?.id}, of 5 events[\\s\\S]*Quay Systems .*intact`),
    );
  });
});
