import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { requestTask } from "@/db/commands/tasks/request-task";
import {
  connections,
  customers,
  psaAgreements,
  psaCompanies,
  psaItems,
  sources,
  type TaskKind,
  tasks,
} from "@/db/schema";
import { MINUTE } from "@/lib/clock";
import { seal } from "@/lib/seal";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { runTask } from "./run-task";

let rig: Rig;
let sourceId: string;

beforeAll(async () => {
  rig = await startRig("clean");
  const [source] = await inOrg(rig.db, rig.orgId, (tx) => tx.select().from(sources));
  sourceId = source?.id ?? "";
  await settleAll();
}, MINUTE);
afterEach(async () => {
  await rig.control.clearFaults();
  await rig.control.settings({ connectwise: { denied: [], wrongKeys: "401" } });
  await settleAll();
});
afterAll(() => rig.close());

function publicKey() {
  const { d: _, ...rest } = rig.tools.env.CREDENTIALS_PRIVATE_KEY;
  return rest;
}

const settleAll = () =>
  inOrg(rig.db, rig.orgId, (tx) => tx.update(tasks).set({ state: "done" }).where(eq(tasks.state, "queued")));

const subjectOf = (kind: TaskKind) =>
  kind === "test_connection" || kind === "refresh_directory" ? rig.programSync.connectionId : sourceId;

async function ask(kind: TaskKind): Promise<string> {
  const { orgId } = rig;
  const { taskId } = await inOrg(rig.db, orgId, (tx) =>
    requestTask(tx, { orgId, kind, subjectId: subjectOf(kind), requestedBy: null }),
  );
  return taskId;
}

async function perform(kind: TaskKind) {
  const taskId = await ask(kind);
  const result = await runTask(rig.tools, { orgId: rig.orgId, taskId });
  return { result, task: await findTask(taskId) };
}

async function findTask(taskId: string) {
  const [task] = await inOrg(rig.db, rig.orgId, (tx) => tx.select().from(tasks).where(eq(tasks.id, taskId)));
  if (!task) throw new Error("The task is not there.");
  return task;
}

async function connection() {
  const [row] = await inOrg(rig.db, rig.orgId, (tx) => tx.select().from(connections));
  if (!row) throw new Error("The connection is not there.");
  return row;
}

const directory = () =>
  inOrg(rig.db, rig.orgId, async (tx) => ({
    companies: await tx.select().from(psaCompanies),
    agreements: await tx.select().from(psaAgreements),
    items: await tx.select().from(psaItems),
  }));

describe("testing a connection", () => {
  it("finds it healthy, with each permission by name", async () => {
    const { result, task } = await perform("test_connection");
    expect({ result, state: task.state }).toEqual({ result: "done", state: "done" });
    const { state, stateReason, permissions, testedAt } = await connection();
    expect({ state, stateReason }).toEqual({ state: "healthy", stateReason: null });
    expect(permissions?.map((permission) => permission.name)).toContain(
      "Procurement › Product Catalog › Add",
    );
    expect(permissions?.every((permission) => permission.granted)).toBe(true);
    expect(testedAt).not.toBeNull();
    expect(await rig.control.writes("connectwise")).toEqual([]);
  });

  it("names the permission that is missing", async () => {
    await rig.control.settings({ connectwise: { denied: ["catalog:add"] } });
    expect((await perform("test_connection")).result).toBe("done");
    const { state, stateReason, permissions } = await connection();
    expect({ state, stateReason }).toEqual({ state: "needs_attention", stateReason: "psa_forbidden" });
    expect(permissions?.filter((one) => !one.granted).map((one) => one.name)).toEqual([
      "Procurement › Product Catalog › Add",
    ]);
  });

  it("says that the keys are refused", async () => {
    const { sealedCredentials, id, orgId } = await connection();
    const wrong = { publicKey: "nobody", privateKey: "nothing", clientId: "nothing" };
    await setSealed(await seal(publicKey(), { orgId, subject: id }, wrong));
    const { result, task } = await perform("test_connection");
    expect(result).toBe("failed");
    expect(task.failure?.code).toBe("psa_unauthorised");
    expect(await connection()).toMatchObject({
      state: "needs_attention",
      stateReason: "psa_unauthorised",
      permissions: [],
    });
    await setSealed(sealedCredentials);
  });

  it("does not open keys that were sealed for something else", async () => {
    const { sealedCredentials, orgId } = await connection();
    await setSealed(await seal(publicKey(), { orgId, subject: sourceId }, {}));
    const { task } = await perform("test_connection");
    expect(task.failure?.code).toBe("psa_unauthorised");
    await setSealed(sealedCredentials);
  });

  it("is done once, however often it is asked for and delivered", async () => {
    const taskId = await ask("test_connection");
    expect(await ask("test_connection")).toBe(taskId);
    const id = { orgId: rig.orgId, taskId };
    const results = await Promise.all([1, 2, 3].map(() => runTask(rig.tools, id)));
    expect(results.sort()).toEqual(["done", "not_due", "not_due"]);
    expect(await runTask(rig.tools, id)).toBe("not_due");
  });

  it("judges nothing when the keys were changed meanwhile, and tests again", async () => {
    const before = await connection();
    await rig.control.fault({ service: "connectwise", times: 1, effect: { kind: "delay", ms: 400 } });
    const taskId = await ask("test_connection");
    const running = runTask(rig.tools, { orgId: rig.orgId, taskId });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await inOrg(rig.db, rig.orgId, (tx) => tx.update(connections).set({ version: before.version + 1 }));
    expect(await running).toBe("later");
    expect((await connection()).testedAt).toEqual(before.testedAt);
    expect(await runTask(rig.tools, { orgId: rig.orgId, taskId })).toBe("done");
  });

  it("is another organisation's business to nobody else", async () => {
    const taskId = await ask("test_connection");
    expect(await runTask(rig.tools, { orgId: sourceId, taskId })).toBe("not_due");
  });
});

describe("refreshing the directory", () => {
  it("fills it with every company and agreement, and says how old it is", async () => {
    expect((await perform("refresh_directory")).result).toBe("done");
    const { companies, agreements, items } = await directory();
    expect(items).toHaveLength((await rig.control.entities("connectwise", "catalog")).length);
    expect(items.filter((item) => item.vendorSku !== null)).not.toHaveLength(0);
    expect(companies).toHaveLength((await rig.control.entities("connectwise", "companies")).length);
    expect(agreements).toHaveLength((await rig.control.entities("connectwise", "agreements")).length);
    expect(companies.filter((company) => company.inactive)).not.toHaveLength(0);
    expect((await connection()).directoryRefreshedAt).not.toBeNull();
  });

  it("takes up what changed and removes what is gone, once the list was read to its end", async () => {
    await perform("refresh_directory");
    const [company] = await rig.control.entities("connectwise", "companies");
    const { orgId, programSync } = rig;
    await inOrg(rig.db, orgId, (tx) =>
      tx.insert(psaCompanies).values({
        orgId,
        connectionId: programSync.connectionId,
        psaId: "999999",
        identifier: "gone",
        name: "Gone Pty Ltd",
        inactive: false,
        seenAt: new Date("2026-01-01T00:00:00Z"),
      }),
    );
    await rig.control.edit("connectwise", "companies", Number(company?.id), { name: "Renamed Pty Ltd" });
    await rig.control.fault({
      service: "connectwise",
      path: "/finance/agreements",
      times: 1,
      effect: { kind: "answer", status: 403, body: { code: "Security", message: "No." } },
    });
    const failed = await perform("refresh_directory");
    expect(failed).toMatchObject({ result: "failed", task: { failure: { code: "psa_forbidden" } } });
    expect((await directory()).companies.map((row) => row.psaId)).toContain("999999");

    expect((await perform("refresh_directory")).result).toBe("done");
    const { companies } = await directory();
    expect(companies.map((row) => row.psaId)).not.toContain("999999");
    expect(companies.find((row) => row.psaId === String(company?.id))?.name).toBe("Renamed Pty Ltd");
  });
});

describe("the PRISM account", () => {
  it("is tested", async () => {
    expect((await perform("test_source")).result).toBe("done");
    const [source] = await inOrg(rig.db, rig.orgId, (tx) => tx.select().from(sources));
    expect(source).toMatchObject({ state: "healthy", stateReason: null });
    expect(source?.checkedAt).not.toBeNull();
  });

  it("tells its customers, of each what matches it to a PSA company", async () => {
    await inOrg(rig.db, rig.orgId, (tx) => tx.update(customers).set({ registrationNumber: null, name: "?" }));
    expect((await perform("refresh_customers")).result).toBe("done");
    const rows = await inOrg(rig.db, rig.orgId, (tx) => tx.select().from(customers));
    const active = rows.filter((row) => row.active && row.name !== "?");
    expect(active).toHaveLength(40);
    expect(active.filter((row) => row.registrationNumber !== null).length).toBeGreaterThan(30);
  });

  it("is asked again later when it does not answer, and says meanwhile why", async () => {
    await rig.control.fault({
      service: "prism",
      times: 50,
      effect: { kind: "answer", status: 503, body: "down", headers: { "retry-after": "3600" } },
    });
    const { result, task } = await perform("test_source");
    expect(result).toBe("later");
    expect(task).toMatchObject({ state: "queued", attempts: 1, failure: { code: "source_unavailable" } });
    expect(task.dueAt.getTime()).toBeGreaterThan(Date.now());
  });
});

const setSealed = (sealedCredentials: string) =>
  inOrg(rig.db, rig.orgId, (tx) => tx.update(connections).set({ sealedCredentials }));

test("a task that its worker's end cuts off is due at once for the next one, and nothing is said of the service", async () => {
  await rig.control.fault({ service: "connectwise", effect: { kind: "delay", ms: 20_000 } });
  const taskId = await ask("refresh_directory");
  const stopping = new AbortController();
  const working = runTask({ ...rig.tools, stop: stopping.signal }, { orgId: rig.orgId, taskId });
  while ((await findTask(taskId)).attempts === 0) await delay(10);
  stopping.abort();
  expect(await working).toBe("later");
  const task = await findTask(taskId);
  expect(task).toMatchObject({ state: "queued", failure: null });
  await rig.control.clearFaults();
  expect(await runTask(rig.tools, { orgId: rig.orgId, taskId })).toBe("done");
});
