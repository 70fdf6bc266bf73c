import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { countRunItems } from "@/db/queries/portal/count-run-items";
import { productLinks, programSyncs } from "@/db/schema";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { intentsOf, issuesOf, itemsOf, syncAllProducts } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

let rig: Rig;
beforeAll(async () => {
  rig = await startRig("clean", { psa: "autotask" });
});
afterAll(() => rig.close());

const services = async () => rig.control.entities("autotask", "services");
const setSync = (change: Partial<typeof programSyncs.$inferInsert>) =>
  inOrg(rig.db, rig.orgId, (tx) =>
    tx.update(programSyncs).set(change).where(eq(programSyncs.id, rig.programSync.id)),
  );

const codesOf = async (runId: string) => (await issuesOf(rig, runId)).map(({ code }) => code);

async function changesOf({ id: runId, itemMonth }: Awaited<ReturnType<Rig["run"]>>) {
  const of = { orgId: rig.orgId, runId, itemMonth, programSyncId: rig.programSync.id };
  const counts = await inOrg(rig.db, rig.orgId, (tx) => countRunItems(tx, { ...of, kind: "products" }));
  return counts.byChange ?? {};
}

test("without a billing code no service is made, and every product that needs one says so", async () => {
  const { serviceBillingCodeId } = rig.programSync;
  await setSync({ serviceBillingCodeId: null });
  const before = (await services()).length;
  const run = await rig.run("products");
  expect(run.status).toBe("error");
  expect(new Set(await codesOf(run.id))).toEqual(new Set(["billing_code_missing"]));
  expect((await services()).length).toBe(before);

  const closed = (await rig.control.entities("autotask", "billingCodes")).find(
    (code) => code.isActive === false && code.useType === 5,
  );
  await setSync({ serviceBillingCodeId: String(closed?.id) });
  const again = await rig.run("products");
  expect([again.status, new Set(await codesOf(again.id))]).toEqual([
    "error",
    new Set(["billing_code_missing"]),
  ]);
  expect((await services()).length).toBe(before);
  await setSync({ serviceBillingCodeId });
});

test("services are linked by SKU or made with code and vendor, then only cost and price are kept equal", async () => {
  const [vendor] = (await rig.control.entities("autotask", "companies")).filter(
    (company) => company.companyType === 7,
  );
  await setSync({ vendorId: String(vendor?.id) });
  await syncAllProducts(rig);
  const known = new Set((await services()).map(({ id }) => id));
  const preview = await rig.run("products", { mode: "preview" });
  expect(preview.counts?.planned).toBeGreaterThan(0);
  const changes = await changesOf(preview);
  expect(changes.create).toBeGreaterThan(0);
  expect(Object.values(changes).reduce((sum, count) => sum + count, 0)).toBe(preview.counts?.planned);
  expect((await services()).length).toBe(known.size);

  const run = await rig.run("products");
  expect([run.status, await codesOf(run.id)]).toEqual(["success", []]);
  expect(await changesOf(run)).toEqual(changes);
  const made = (await services()).filter(({ id }) => !known.has(id));
  expect(made.length).toBe(run.counts?.created);
  for (const service of made) {
    expect(service).toMatchObject({
      billingCodeID: Number(rig.programSync.serviceBillingCodeId),
      vendorCompanyID: vendor?.id,
      isActive: true,
    });
    expect(service.name).toMatch(new RegExp(`^PC_${service.sku} `));
  }
  const links = await inOrg(rig.db, rig.orgId, (tx) =>
    tx.select().from(productLinks).where(eq(productLinks.programSyncId, rig.programSync.id)),
  );
  expect(new Set(links.map(({ origin }) => origin))).toEqual(new Set(["created", "sku"]));

  expect((await rig.run("products")).status).toBe("no_change");
});

test("a service that a person has renamed keeps its link; an inactive one is kept equal and warned of", async () => {
  const [link] = await inOrg(rig.db, rig.orgId, (tx) =>
    tx.select().from(productLinks).where(eq(productLinks.programSyncId, rig.programSync.id)),
  );
  const id = Number(link?.psaItemId);
  await rig.control.edit("autotask", "services", id, {
    name: "Our own words",
    isActive: false,
    unitPrice: 1,
  });
  const run = await rig.run("products");
  expect([run.status, await codesOf(run.id)]).toEqual(["warning", ["psa_item_inactive"]]);
  const service = (await services()).find((one) => one.id === id);
  expect(service).toMatchObject({ name: "Our own words", isActive: false });
  expect(Number(service?.unitPrice)).not.toBe(1);
  await rig.control.edit("autotask", "services", id, { isActive: true });
});

test("a name that another service has is refused in Autotask's words, and nothing is made twice", async () => {
  const [link] = await inOrg(rig.db, rig.orgId, (tx) =>
    tx.select().from(productLinks).where(eq(productLinks.origin, "created")),
  );
  const id = Number(link?.psaItemId);
  const own = (await services()).find((one) => one.id === id);
  // The PSA has forgotten our service, and somebody has taken its name without the SKU.
  await rig.control.edit("autotask", "services", id, { sku: "", name: "An old one" });
  await rig.control.remove("autotask", "services", id).catch(() => undefined);
  await inOrg(rig.db, rig.orgId, (tx) =>
    tx.delete(productLinks).where(eq(productLinks.productId, link?.productId ?? "")),
  );
  const [other] = (await services()).filter((one) => one.id !== id && !String(one.name).startsWith("PC_"));
  await rig.control.edit("autotask", "services", Number(other?.id), { name: own?.name, sku: "OTHER" });
  const before = (await services()).length;
  const run = await rig.run("products");
  expect(await codesOf(run.id)).toContain("psa_duplicate_name");
  expect((await services()).length).toBe(before);
});

test("an answer that was lost is read back: the service is made once", async () => {
  const [item] = await itemsOf(rig, (await rig.runs()).at(-1)?.id ?? "");
  expect(item?.outcome).toBe("failed");
  await rig.control.edit(
    "autotask",
    "services",
    Number((await services()).find(({ sku }) => sku === "OTHER")?.id),
    { name: "Somebody's", sku: "" },
  );
  const before = (await services()).length;
  await rig.control.fault({
    service: "autotask",
    method: "POST",
    pattern: "/Services$",
    effect: { kind: "lose_answer" },
  });
  const run = await rig.run("products");
  expect([run.status, await codesOf(run.id)]).toEqual(["success", []]);
  expect((await services()).length).toBe(before + 1);
  const states = (await intentsOf(rig, run.id)).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(["confirmed"]));
});
