import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "@/db/client";
import { queueMail } from "@/db/commands/mails/queue-mail";
import { issueSignInLink } from "@/db/commands/sign-in/issue-sign-in-link";
import { mails, members } from "@/db/schema";
import { createMailer } from "@/emails/send";
import { newToken } from "@/lib/auth/tokens";
import type { EventLog } from "@/lib/logger";
import type { FailureFacts } from "@/lib/mail-facts";
import type { FaultInput } from "@/sandbox/http/fault";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { makeWorkerKeys } from "@/scripts/testing/worker-keys";
import { type SendMailTools, sendMail } from "./send-mail";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let sandbox: Sandbox;
let tools: SendMailTools;
let publicKey: Parameters<typeof issueSignInLink>[1]["publicKey"];
let anna: TestMember;
let lines: string[];

const remember = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
const log: EventLog = { debug: remember, info: remember, warn: remember, error: remember };

beforeAll(async () => {
  databases = await openTestDatabases();
  sandbox = await startSandbox();
  const keys = await makeWorkerKeys();
  publicKey = keys.publicKey;
  const { url, apiKey } = sandbox.endpoints.mail;
  tools = {
    db: databases.worker,
    mailer: createMailer({ apiKey, baseUrl: url, from: "PRISM Connect <noreply@portal.example>" }),
    log,
    portalUrl: "https://portal.example",
    privateKeys: [keys.privateKey],
  };
});
afterAll(async () => {
  await sandbox.stop();
  await databases.end();
});
beforeEach(async () => {
  lines = [];
  await control("/reset", { scenario: "clean" });
  anna = await addMember(databases.owner, {
    organisation: "Harbour IT",
    email: `anna@${randomUUID()}.example`,
  });
});

async function control(path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${sandbox.endpoints.control}${path}`, {
    method: body ? "POST" : "GET",
    headers: { "content-type": "application/json" },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const fault = (effect: FaultInput["effect"], times: FaultInput["times"] = 1) =>
  control("/faults", { service: "mail", path: "/emails", times, effect } satisfies FaultInput);

const arrivedMails = z.array(
  z.object({
    id: z.string(),
    subject: z.string(),
    to: z.array(z.string()),
    text: z.string(),
    html: z.string(),
  }),
);

async function received() {
  return arrivedMails.parse(await control("/mails"));
}

const failure = (): FailureFacts => ({
  programName: "Microsoft CSP",
  psaName: "ConnectWise PSA",
  programSlug: "microsoft-csp",
  kind: "customers",
  period: { start: "2026-10-01", end: "2026-10-31" },
  currency: "AUD",
  runId: randomUUID(),
  failed: 1,
  causes: [],
  more: 0,
  stillFailingSince: null,
});

async function dueFailure(recipients = ["billing@harbour.example", "desk@harbour.example"]) {
  const mailId = randomUUID();
  await inOrg(databases.worker, anna.orgId, (tx) =>
    queueMail(tx, {
      orgId: anna.orgId,
      id: mailId,
      purpose: "failure",
      causeId: randomUUID(),
      recipients,
      facts: failure(),
    }),
  );
  return { orgId: anna.orgId, mailId };
}

async function dueSignIn() {
  const token = newToken();
  await issueSignInLink(databases.portal, {
    email: anna.email,
    token,
    callbackPath: "/runs/7?q=a%26b",
    publicKey,
  });
  const [mail] = await databases.owner.select().from(mails).where(eq(mails.orgId, anna.orgId));
  return { token, id: { orgId: anna.orgId, mailId: mail?.id ?? "" } };
}

async function stored({ mailId }: { mailId: string }) {
  const [mail] = await databases.owner.select().from(mails).where(eq(mails.id, mailId));
  if (!mail) throw new Error("no such mail");
  return mail;
}

const makeDue = ({ mailId }: { mailId: string }) =>
  databases.owner.update(mails).set({ dueAt: sql`clock_timestamp()` }).where(eq(mails.id, mailId));

describe("a mail", () => {
  it("is accepted once, by all recipients, however often it is asked for", async () => {
    const id = await dueFailure();
    const outcomes = await Promise.all([sendMail(tools, id), sendMail(tools, id), sendMail(tools, id)]);
    expect(outcomes.toSorted()).toEqual(["accepted", "not_due", "not_due"]);
    await makeDue(id);
    expect(await sendMail(tools, id)).toBe("not_due");
    const mail = await stored(id);
    expect(mail).toMatchObject({ state: "accepted", attempts: 1, lastError: null });
    const arrived = await received();
    expect(arrived).toHaveLength(1);
    expect(arrived[0]).toMatchObject({
      id: mail.providerId,
      subject: "Microsoft CSP → ConnectWise PSA: 1 error, October 2026",
      to: ["billing@harbour.example", "desk@harbour.example"],
    });
  });

  it("is still accepted once when the answer was lost after it took effect, with the same words", async () => {
    const id = await dueFailure();
    await fault({ kind: "lose_answer" });
    expect(await sendMail(tools, id)).toBe("later");
    expect(await stored(id)).toMatchObject({ state: "due", attempts: 1, lastError: "unavailable" });
    // The world has changed meanwhile; the frozen words must not.
    await databases.owner
      .update(mails)
      .set({ facts: { ...failure(), programName: "Renamed" } })
      .where(eq(mails.id, id.mailId));
    await makeDue(id);
    expect(await sendMail(tools, id)).toBe("accepted");
    const arrived = await received();
    expect(arrived).toHaveLength(1);
    expect((await stored(id)).providerId).toBe(arrived[0]?.id);
  });

  it("is accepted once when its worker was killed between sending and noting it", async () => {
    const id = await dueFailure();
    const killed: SendMailTools = {
      ...tools,
      mailer: async (mail) => {
        await tools.mailer(mail);
        return new Promise(() => undefined);
      },
    };
    void sendMail(killed, id);
    while ((await received()).length === 0) await new Promise((done) => setTimeout(done, 20));
    expect(await sendMail(tools, id)).toBe("not_due");
    await makeDue(id);
    expect(await sendMail(tools, id)).toBe("accepted");
    expect(await received()).toHaveLength(1);
  });

  it.each([
    ["500", { kind: "answer", status: 500, body: { name: "internal_server_error" } }, "unreadable"],
    ["an HTML page", { kind: "answer", status: 502, body: "<html>Bad gateway</html>" }, "unavailable (502)"],
    ["a cut answer", { kind: "truncate", clean: true }, "unavailable"],
    ["a reset", { kind: "reset" }, "unavailable"],
    [
      "wrong keys",
      {
        kind: "answer",
        status: 403,
        body: { statusCode: 403, name: "invalid_api_key", message: "API key is invalid" },
      },
      "forbidden (403)",
    ],
  ] as const)("is tried again after %s", async (_name, effect, reason) => {
    const id = await dueFailure();
    await fault(effect);
    expect(await sendMail(tools, id)).toBe("later");
    expect(await stored(id)).toMatchObject({ state: "due", lastError: reason });
    expect(await sendMail(tools, id)).toBe("not_due");
    await makeDue(id);
    expect(await sendMail(tools, id)).toBe("accepted");
    expect(await received()).toHaveLength(1);
  });

  it("waits as long as the provider asks after too many requests", async () => {
    const id = await dueFailure();
    const body = { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests" };
    await fault({ kind: "answer", status: 429, headers: { "retry-after": "300" }, body });
    expect(await sendMail(tools, id)).toBe("later");
    const waits = (await stored(id)).dueAt.getTime() - Date.now();
    expect(waits).toBeGreaterThan(290_000);
    expect(waits).toBeLessThan(310_000);
  });

  it("is given up and logged when it is refused for what it is", async () => {
    const id = await dueFailure(["not an address"]);
    expect(await sendMail(tools, id)).toBe("parked");
    expect(await stored(id)).toMatchObject({ state: "parked", lastError: "rejected (422)" });
    expect(lines.join()).toContain("A mail was given up.");
    expect(await received()).toEqual([]);
  });

  const triedAgo = ({ mailId }: { mailId: string }, time: string) =>
    databases.owner
      .update(mails)
      .set({
        attempts: 12,
        dueAt: sql`clock_timestamp()`,
        frozen: sql`frozen || jsonb_build_object('at', to_jsonb(clock_timestamp() - ${time}::interval))`,
      })
      .where(eq(mails.id, mailId));

  it("is given up 23 hours after its first try", async () => {
    const id = await dueFailure();
    await fault({ kind: "reset" }, 2);
    expect(await sendMail(tools, id)).toBe("later");
    // The next wait would be half an hour.
    await triedAgo(id, "22 hours 45 minutes");
    expect(await sendMail(tools, id)).toBe("parked");
    expect(await stored(id)).toMatchObject({ state: "parked", lastError: "unavailable, given up" });
  });

  it("is not sent again by a worker that comes back after a day: the provider has forgotten its key", async () => {
    const id = await dueFailure();
    await fault({ kind: "lose_answer" });
    expect(await sendMail(tools, id)).toBe("later");
    await triedAgo(id, "23 hours 1 minute");
    expect(await sendMail(tools, id)).toBe("parked");
    expect(await stored(id)).toMatchObject({ state: "parked", lastError: "end_unknown" });
    expect(await received()).toHaveLength(1);
  });

  it("that lay for days before its first try is still sent", async () => {
    const id = await dueFailure();
    await databases.owner
      .update(mails)
      .set({ createdAt: sql`clock_timestamp() - interval '3 days'` })
      .where(eq(mails.id, id.mailId));
    expect(await sendMail(tools, id)).toBe("accepted");
  });

  it("is not found under another organisation", async () => {
    const id = await dueFailure();
    const ben = await addMember(databases.owner, {
      organisation: "Quay",
      email: `ben@${randomUUID()}.example`,
    });
    expect(await sendMail(tools, { ...id, orgId: ben.orgId })).toBe("not_due");
    expect(await received()).toEqual([]);
  });

  it("without anybody to go to, or with facts that no template can read, is parked", async () => {
    const nobody = await dueFailure([]);
    expect(await sendMail(tools, nobody)).toBe("parked");
    const broken = await dueFailure();
    await databases.owner.update(mails).set({ facts: {} }).where(eq(mails.id, broken.mailId));
    expect(await sendMail(tools, broken)).toBe("parked");
    expect(await stored(broken)).toMatchObject({ lastError: "cannot_be_written" });
  });

  it("is due once per cause and purpose", async () => {
    const causeId = randomUUID();
    const queue = () =>
      inOrg(databases.worker, anna.orgId, (tx) =>
        queueMail(tx, {
          orgId: anna.orgId,
          purpose: "failure",
          causeId,
          recipients: ["a@b.example"],
          facts: failure(),
        }),
      );
    expect([await queue(), await queue()]).toEqual([true, false]);
  });
});

describe("a sign-in mail", () => {
  it("carries the link with the token that only the worker could open, and the way on", async () => {
    const { token, id } = await dueSignIn();
    expect(await sendMail(tools, id)).toBe("accepted");
    const [arrived] = await received();
    const link = new URL(/https:\/\/portal\.example\S+/.exec(arrived?.text ?? "")?.[0] ?? "");
    expect(link.pathname).toBe("/sign-in/confirm");
    expect(Object.fromEntries(link.searchParams)).toEqual({
      token,
      email: anna.email,
      callbackUrl: "/runs/7?q=a%26b",
    });
    expect(arrived?.html).toContain("/sign-in/confirm?");
  });

  it("leaves its token in clear in no row and no log, also while it is tried again", async () => {
    const { token, id } = await dueSignIn();
    await fault({ kind: "lose_answer" });
    expect(await sendMail(tools, id)).toBe("later");
    expect(JSON.stringify(await stored(id)) + lines.join()).not.toContain(token);
    await makeDue(id);
    expect(await sendMail(tools, id)).toBe("accepted");
    const mail = await stored(id);
    expect(JSON.stringify(mail) + lines.join()).not.toContain(token);
    expect(mail.sealedToken).toBeNull();
    expect(await received()).toHaveLength(1);
  });

  it("is not sent when its link has lapsed", async () => {
    const { id } = await dueSignIn();
    await databases.owner
      .update(mails)
      .set({ createdAt: sql`clock_timestamp() - interval '15 minutes'` })
      .where(eq(mails.id, id.mailId));
    expect(await sendMail(tools, id)).toBe("parked");
    expect(await stored(id)).toMatchObject({ lastError: "link_expired", sealedToken: null });
    expect(await received()).toEqual([]);
  });

  it("is not sent to somebody who is no member any more", async () => {
    const { id } = await dueSignIn();
    await databases.owner.delete(members).where(eq(members.userId, anna.userId));
    expect(await sendMail(tools, id)).toBe("parked");
    expect(await received()).toEqual([]);
  });

  it("does not open for another mail's row", async () => {
    const first = await dueSignIn();
    const other = await dueFailure();
    const { sealedToken } = await stored(first.id);
    await databases.owner
      .update(mails)
      .set({
        purpose: "sign_in",
        sealedToken,
        recipients: [anna.email],
        facts: { email: anna.email, callbackPath: null },
      })
      .where(eq(mails.id, other.mailId));
    expect(await sendMail(tools, other)).toBe("parked");
    expect(await received()).toEqual([]);
  });
});
