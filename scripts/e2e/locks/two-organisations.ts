import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import type { Role } from "@/db/schema";
import { signIn } from "@/scripts/bench/pages/sign-in";
import { freePort } from "@/scripts/machine/ports";
import { portalUrl, startPortal } from "@/scripts/services/product";
import { makeSecrets } from "@/scripts/services/secrets";
import { readOrgTables } from "@/scripts/testing/fill-tables";
import { startRig } from "@/scripts/testing/rig";
import { cloneOrganisation } from "./clone-organisation";

export type Side = "first" | "second";
/** Somebody who asks: of which organisation, and as what. */
export type Asker = { side: Side; role: Role } | "anonymous";

/** A portal as a process over two organisations that have the same things, with somebody of each role in both. */
export type TwoOrganisations = {
  url: string;
  owner: Client;
  ids: Record<Side, string>;
  /** Asks without following where an answer leads. */
  ask: (
    as: Asker,
    path: string,
    init?: { method?: string; headers?: Record<string, string>; body?: FormData | string | ReadableStream },
  ) => Promise<{ status: number; headers: Headers; text: string }>;
  /** Changes with any change of what is kept, but of who is signed in. */
  contents: () => Promise<string>;
  close: () => Promise<void>;
};

const roles: Role[] = ["viewer", "operator", "admin"];

/** `env`: more settings of the portal. */
export async function openTwoOrganisations(env: Record<string, string> = {}): Promise<TwoOrganisations> {
  const rig = await startRig("troubled");
  await rig.run("products");
  await rig.run("customers");
  const owner = new Client({ connectionString: rig.database.ownerUrl });
  await owner.connect();
  const ids = { first: rig.orgId, second: await cloneOrganisation(owner, rig.orgId) };
  const logsDir = mkdtempSync(path.join(tmpdir(), "prism-connect-locks-"));
  const portalPort = await freePort(3300);
  const portal = await startPortal({
    ownerUrl: rig.database.ownerUrl,
    secrets: { ...makeSecrets(), portalPassword: new URL(rig.database.portalUrl).password },
    endpoints: rig.sandbox.endpoints,
    portalPort,
    logsDir,
    env,
  });
  const url = portalUrl(portalPort);
  const cookies = new Map<string, string>();
  for (const [side, orgId] of Object.entries(ids)) {
    for (const role of roles) {
      const userId = await addPerson(owner, orgId, role);
      cookies.set(`${side} ${role}`, await signIn(rig.database, url, userId));
    }
  }
  return {
    url,
    owner,
    ids,
    ask: async (as, asked, init = {}) => {
      const cookie = as === "anonymous" ? undefined : cookies.get(`${as.side} ${as.role}`);
      const answer = await fetch(new URL(asked, url), {
        redirect: "manual",
        ...init,
        // A stream goes out in chunks, and says nothing of its length.
        ...(init.body instanceof ReadableStream && { duplex: "half" }),
        headers: { ...init.headers, ...(cookie && { cookie }) },
      });
      return { status: answer.status, headers: answer.headers, text: await textOf(answer) };
    },
    contents: () => contentsOf(owner),
    close: async () => {
      await portal.stop();
      await owner.end();
      await rig.close();
      rmSync(logsDir, { recursive: true, force: true });
    },
  };
}

/** The whole answer; of a stream that stays open, its first part. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get("content-type")?.startsWith("text/event-stream")) return answer.text();
  const reader = answer.body?.getReader();
  const first = await Promise.race([reader?.read(), delay(2_000, undefined, { ref: false })]);
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

async function addPerson(owner: Client, orgId: string, role: Role): Promise<string> {
  const { rows } = await owner.query<{ id: string }>("insert into users (email) values ($1) returning id", [
    `${role}@${orgId}.example`,
  ]);
  const userId = rows[0]?.id;
  if (!userId) throw new Error("The person was not stored.");
  await owner.query("insert into members (org_id, user_id, role) values ($1, $2, $3)", [orgId, userId, role]);
  return userId;
}

async function contentsOf(owner: Client): Promise<string> {
  const tables = (await readOrgTables(owner)).map(({ name }) => name);
  const parts: string[] = [];
  for (const table of [...tables, "organisations", "users"]) {
    const { rows } = await owner.query<{ hash: string }>(
      `select md5(string_agg(md5(t::text), '' order by md5(t::text))) as hash from "${table}" t`,
    );
    parts.push(`${table} ${rows[0]?.hash}`);
  }
  return parts.join("\n");
}
