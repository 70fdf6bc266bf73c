import { eq, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import {
  begin,
  beginRule,
  codeRule,
  confirm,
  disable,
} from "@/app/(portal)/profile/second-factor/factor-changes";
import { attemptLimits, countAttempt } from "@/db/commands/sign-in/count-attempt";
import { openSession } from "@/db/commands/sign-in/open-session";
import { passSecondFactor } from "@/db/commands/sign-in/pass-second-factor";
import { findLiveSession } from "@/db/queries/sign-in/find-session";
import { findPendingSession, findSecondFactor } from "@/db/queries/sign-in/second-factor";
import { attempts, auditEvents, recoveryCodes, secondFactors, sessions } from "@/db/schema";
import { openSecret } from "@/lib/auth/second-factor/secret-box";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";

const portalSecret = "of the portal, at least thirty-two characters long";
const minutes = (count: number) => new Date(Date.UTC(2026, 10, 28, 10, count));

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "viewer" };
let now = minutes(0);

beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(async () => {
  await databases.owner.execute(sql`truncate organisations, users, attempts cascade`);
  const member = await addMember(databases.owner, {
    organisation: "Harbour IT",
    email: "anna@harbour.example",
  });
  anna = { ...member, role: "viewer" };
  now = minutes(0);
});
afterAll(() => databases.end());

const tools = {
  portalSecret: () => portalSecret,
  now: () => now,
  mayTry: (userId: string) => countAttempt(databases.portal, "second_factor", userId),
};
const send = {
  begin: () => sendForm(databases.portal, anna, { rule: beginRule, change: begin(tools) }, {}),
  confirm: (code: string) =>
    sendForm(databases.portal, anna, { rule: codeRule, change: confirm(tools) }, { code }),
  disable: (code: string) =>
    sendForm(databases.portal, anna, { rule: codeRule, change: disable(tools) }, { code }),
};

async function keptSecret() {
  const factor = await findSecondFactor(databases.portal, anna.userId);
  return openSecret(portalSecret, anna.userId, factor?.sealedSecret ?? "");
}

/** What the person's app shows at this moment. */
const shown = (secret: string, at = now) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

async function enrol() {
  await send.begin();
  const { secret, recoveryCodes: codes } = await keptSecret();
  expect(await send.confirm(shown(secret))).toMatchObject({ kind: "done" });
  now = minutes(5);
  return { secret, codes };
}

async function pressLink(): Promise<string> {
  const token = hashToken(newToken());
  await openSession(databases.portal, {
    tokenHash: token,
    userId: anna.userId,
    userAgent: null,
    way: "link",
  });
  return token;
}

async function enter(tokenHash: string, typed: string, newTokenHash = hashToken(newToken())) {
  const session = await findPendingSession(databases.portal, tokenHash);
  if (!session) return "no_session";
  return passSecondFactor(databases.portal, { session, typed, newTokenHash, portalSecret, now });
}

describe("setting a second step up", () => {
  it("asks for nothing at sign-in until the app has proven itself", async () => {
    await send.begin();
    expect(await findLiveSession(databases.portal, await pressLink())).not.toBeNull();
    expect(await send.confirm("000000")).toMatchObject({ kind: "refused" });
    expect(await findLiveSession(databases.portal, await pressLink())).not.toBeNull();
  });

  it("keeps neither the secret nor a recovery code in clear, and the codes by hash alone afterwards", async () => {
    await send.begin();
    const made = await keptSecret();
    expect(made.recoveryCodes).toHaveLength(10);
    await send.confirm(shown(made.secret));
    const stored = JSON.stringify([
      await databases.owner.select().from(secondFactors),
      await databases.owner.select().from(recoveryCodes),
      await databases.owner.select().from(auditEvents),
    ]);
    for (const secret of [made.secret, ...made.recoveryCodes]) expect(stored).not.toContain(secret);
    expect((await keptSecret()).recoveryCodes).toEqual([]);
  });

  it("ends the sessions elsewhere, and is not done twice", async () => {
    const elsewhere = await pressLink();
    await enrol();
    expect(await findLiveSession(databases.portal, elsewhere)).toBeNull();
    expect(await send.begin()).toMatchObject({ kind: "refused" });
  });
});

describe("signing in with a second step", () => {
  it("opens nothing with the link alone", async () => {
    await enrol();
    const token = await pressLink();
    expect(await findLiveSession(databases.portal, token)).toBeNull();
    expect(await findPendingSession(databases.portal, token)).toMatchObject({
      email: anna.email,
      orgId: anna.orgId,
    });
  });

  it("goes on under a new token once the code is right", async () => {
    const { secret } = await enrol();
    const token = await pressLink();
    const next = hashToken(newToken());
    expect(await enter(token, "123456", hashToken(newToken()))).toBe("wrong");
    expect(await enter(token, shown(secret), next)).toBe("passed");
    expect(await findLiveSession(databases.portal, next)).toMatchObject({ userId: anna.userId });
    expect(await findLiveSession(databases.portal, token)).toBeNull();
    const events = await databases.owner.select().from(auditEvents).orderBy(auditEvents.id);
    expect(events.map(({ action }) => action)).toEqual([
      "second_factor_enabled",
      "second_factor_asked",
      "second_factor_failed",
      "signed_in",
    ]);
  });

  it("takes no code twice, nor one that is older than the newest", async () => {
    const { secret } = await enrol();
    const code = shown(secret);
    expect(await enter(await pressLink(), code)).toBe("passed");
    expect(await enter(await pressLink(), code)).toBe("wrong");
    const before = shown(secret, new Date(now.getTime() - 30_000));
    expect(await enter(await pressLink(), before)).toBe("wrong");
  });

  it("takes each recovery code once, also when it is sent many times at once", async () => {
    const { codes } = await enrol();
    const [code = ""] = codes;
    const waiting = [await pressLink(), await pressLink(), await pressLink()];
    const outcomes = await Promise.all(waiting.map((token) => enter(token, code.toUpperCase())));
    expect(outcomes.sort()).toEqual(["passed", "wrong", "wrong"]);
    expect(await findSecondFactor(databases.portal, anna.userId)).toMatchObject({ recoveryCodesLeft: 9 });
  });

  it("stops after so many attempts, the right code included, until the window is over", async () => {
    const { secret } = await enrol();
    await databases.owner.delete(attempts);
    const token = await pressLink();
    for (let tried = 0; tried < attemptLimits.second_factor.most; tried += 1) {
      expect(await enter(token, "000000")).toBe("wrong");
    }
    expect(await enter(token, shown(secret))).toBe("too_many");
    await databases.owner.update(attempts).set({ endsAt: sql`clock_timestamp() - interval '1 second'` });
    expect(await enter(token, shown(secret))).toBe("passed");
  });

  it("waits no longer than a link's life", async () => {
    await enrol();
    const token = await pressLink();
    await databases.owner
      .update(sessions)
      .set({ expiresAt: sql`clock_timestamp() - interval '1 second'` })
      .where(eq(sessions.tokenHash, token));
    expect(await findPendingSession(databases.portal, token)).toBeNull();
  });
});

describe("turning it off", () => {
  it("needs a code, and the link is enough afterwards", async () => {
    const { secret } = await enrol();
    expect(await send.disable("000000")).toMatchObject({ kind: "refused" });
    expect(await send.disable(shown(secret))).toMatchObject({ kind: "done" });
    expect(await findLiveSession(databases.portal, await pressLink())).not.toBeNull();
    expect(await databases.owner.select().from(recoveryCodes)).toEqual([]);
  });

  it("stops after too many attempts, though each refused change is undone", async () => {
    const { secret } = await enrol();
    await databases.owner.delete(attempts);
    for (let tried = 0; tried < attemptLimits.second_factor.most; tried += 1) await send.disable("000000");
    expect(await send.disable(shown(secret))).toMatchObject({ kind: "refused" });
  });
});
