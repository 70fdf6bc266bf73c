import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { signIn } from "@/scripts/bench/pages/sign-in";
import { seedDemo } from "@/scripts/demo/seed";
import { freePort } from "@/scripts/machine/ports";
import type { RunningProcess } from "@/scripts/services/processes";
import { portalUrl, startPortal, startWorker } from "@/scripts/services/product";
import { makeSecrets } from "@/scripts/services/secrets";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { SandboxControl } from "@/scripts/testing/sandbox-control";
import { type Place, placesOf, readDatabase, readRedis } from "./find-everywhere";
import { formsOf } from "./page-forms";

jest.setTimeout(240_000);

/** Each is typed into one field, and is found again wherever it went. */
const canary = (name: string) => `canary-${name}-${randomBytes(9).toString("hex")}`;
const secrets = {
  connectWisePublicKey: canary("cwpub"),
  connectWisePrivateKey: canary("cwpriv"),
  connectWiseClientId: canary("cwclient"),
  autotaskSecret: canary("atsecret"),
  autotaskIntegrationCode: canary("atcode"),
  prismClientId: canary("prismid"),
  prismClientSecret: canary("prismsecret"),
};

describe("what is typed in and must not be seen again", () => {
  let database: TestDatabase;
  let sandbox: Sandbox;
  let owner: Client;
  let cookie: string;
  let url: string;
  let signInToken: string;
  const logsDir = mkdtempSync(path.join(tmpdir(), "prism-connect-canaries-"));
  const running: RunningProcess[] = [];
  const answers: Place[] = [];
  const redisUrl = `${process.env.TEST_REDIS_URL?.replace(/\/+$/, "")}/9`;

  beforeAll(async () => {
    database = await createTestDatabase();
    sandbox = await startSandbox({ scenario: "clean" });
    owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const product = {
      ownerUrl: database.ownerUrl,
      secrets: {
        ...makeSecrets(),
        portalPassword: new URL(database.portalUrl).password,
        workerPassword: new URL(database.workerUrl).password,
      },
      endpoints: sandbox.endpoints,
      portalPort: await freePort(3400),
      redisUrl,
      logsDir,
      isBundled: true,
      env: { LOG_LEVEL: "debug" },
    };
    url = portalUrl(product.portalPort);
    const { signInUrl } = await seedDemo({ ...product, portalUrl: url, scenario: "clean" });
    signInToken = new URL(signInUrl).searchParams.get("token") ?? "";
    running.push(await startWorker(product), await startPortal(product));
    const { rows } = await owner.query<{ id: string }>(
      "select user_id as id from members where role = 'admin'",
    );
    cookie = await signIn(database, url, rows[0]?.id ?? "");
  });
  afterAll(async () => {
    for (const one of running.reverse()) await one.stop();
    await owner?.end();
    await sandbox?.stop();
    await database?.drop();
    rmSync(logsDir, { recursive: true, force: true });
  });

  async function ask(address: string, init: RequestInit = {}): Promise<string> {
    const headers = new Headers(init.headers);
    if (!address.startsWith("/sign-in")) headers.set("cookie", cookie);
    const answer = await fetch(new URL(address, url), {
      redirect: "manual",
      ...init,
      headers,
    });
    const text = await answer.text();
    answers.push({
      where: `${init.method ?? "GET"} ${address}`,
      text: `${text} ${JSON.stringify([...answer.headers])}`,
    });
    return text;
  }

  /** Fills in the one form of a page that has all these fields, and sends it. */
  async function fillIn(page: string, fields: Record<string, string>): Promise<void> {
    const form = formsOf(page, await ask(page)).find((one) =>
      Object.keys(fields).every((name) => one.fields.some(([field]) => field === name)),
    );
    if (!form) throw new Error(`${page} has no form with ${Object.keys(fields)}.`);
    const body = new FormData();
    for (const [name, value] of form.fields) body.append(name, fields[name] ?? value);
    await ask(page, { method: "POST", body, headers: { origin: url } });
  }

  async function untilTasksEnd(): Promise<void> {
    for (let waited = 0; waited < 90_000; waited += 250) {
      const { rows } = await owner.query("select from tasks where state = 'queued' and attempts = 0");
      if (rows.length === 0) return;
      await delay(250);
    }
    throw new Error("The tasks did not end.");
  }

  it("is nowhere: not in a log, the database, Redis, a page, a mail or an error", async () => {
    const { connectwise } = sandbox.endpoints;
    const keysOfConnectWise = {
      publicKey: secrets.connectWisePublicKey,
      privateKey: secrets.connectWisePrivateKey,
      clientId: secrets.connectWiseClientId,
    };
    const newConnection = "/connections/new?kind=connectwise";
    const site = connectwise.url;
    // Once with a field that is refused, so that the form comes back filled in; once as it is kept.
    await fillIn(newConnection, { name: "", site, account: "other", ...keysOfConnectWise });
    await fillIn(newConnection, { name: "Canary CW", site, account: "other", ...keysOfConnectWise });
    await fillIn("/connections/new?kind=autotask", {
      name: "Canary AT",
      site: sandbox.endpoints.autotask.url,
      userName: "canary@partner.example",
      secret: secrets.autotaskSecret,
      integrationCode: secrets.autotaskIntegrationCode,
    });
    const { rows: sources } = await owner.query<{ id: string }>("select id from sources");
    await fillIn(`/connections/prism/${sources[0]?.id}`, {
      clientId: secrets.prismClientId,
      clientSecret: secrets.prismClientSecret,
    });
    const { rows: kept } = await owner.query("select from connections where name like 'Canary%'");
    expect(kept).toHaveLength(2);
    await untilTasksEnd();
    for (const page of [
      "/",
      "/connections",
      "/history",
      newConnection,
      `/connections/prism/${sources[0]?.id}`,
    ]) {
      await ask(page);
    }
    const token = await signInByMail();
    const places = [...(await everywhere()), ...answers];
    expect(places.length).toBeGreaterThan(40);
    expect(placesOf(secrets, places)).toEqual([]);
    // A link's token is in its mail and on the page that it opens, and nowhere else.
    const tokens = { mailed: token, first: signInToken };
    expect(placesOf(tokens, await everywhere()).filter((where) => !where.includes("in mail"))).toEqual([]);
    // The look itself finds what is there.
    expect(placesOf({ name: "Canary CW" }, places)).toEqual(
      expect.arrayContaining(["name in public.connections"]),
    );
  });

  async function everywhere(): Promise<Place[]> {
    const mails = await new SandboxControl(sandbox.endpoints.control).mails();
    return [
      ...(await readDatabase(owner)),
      ...(await readRedis(redisUrl)),
      ...readdirSync(logsDir).map((file) => ({
        where: `log ${file}`,
        text: readFileSync(path.join(logsDir, file), "utf8"),
      })),
      ...mails.map((mail) => ({ where: `mail ${mail.subject}`, text: JSON.stringify(mail) })),
    ];
  }

  /** Asks for a link, takes it from the mail and opens its page; answers its token. */
  async function signInByMail(): Promise<string> {
    await fillIn("/sign-in", { email: "demo@saltbush.example" });
    for (let waited = 0; waited < 60_000; waited += 250) {
      const mails = await new SandboxControl(sandbox.endpoints.control).mails();
      const link = mails.map((mail) => /token=([\w-]{40,})/.exec(JSON.stringify(mail))?.[1]).find(Boolean);
      if (link) return link;
      await delay(250);
    }
    throw new Error("No mail came.");
  }
});
