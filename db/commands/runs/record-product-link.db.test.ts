import { productLinks, products } from "@/db/schema";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync } from "@/scripts/testing/sync-records";
import { recordProductLinks } from "./record-product-link";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let of: { orgId: string; programSyncId: string };
let visio: string;
let project: string;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const anna = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  const { orgId, programSyncId, programId } = await addProgramSync(owner, anna.orgId);
  of = { orgId, programSyncId };
  const rows = await owner
    .insert(products)
    .values(
      ["Visio Plan 2", "Project Plan 3"].map((name) => ({
        orgId,
        programId,
        sourceProductId: name,
        name,
        unitCost: "1",
        unitPrice: "2",
        trial: false,
        listed: true,
        lastSeenAt: new Date("2026-11-01T00:00:00Z"),
      })),
    )
    .returning();
  [visio = "", project = ""] = rows.map(({ id }) => id);
});
beforeEach(() => databases.owner.delete(productLinks));
afterAll(() => databases.end());

const stand = (productId: string, psaItemId: string, origin: "sku" | "person") =>
  databases.owner
    .insert(productLinks)
    .values({ ...of, productId, psaItemId, origin, syncedAt: new Date("2026-11-01T00:00:00Z") });

const record = (productId: string, psaItemId: string, seen: string | null) =>
  recordProductLinks(databases.worker, of, [{ productId, psaItemId, origin: "created", seen }]);

async function linked() {
  const rows = await databases.owner.select().from(productLinks).orderBy(productLinks.psaItemId);
  return rows.map(({ productId, psaItemId, origin }) => [productId, psaItemId, origin]);
}

test("what a person linked while the run was at work stays", async () => {
  await stand(visio, "501", "person");
  await record(visio, "900", null);
  expect(await linked()).toEqual([[visio, "501", "person"]]);
});

test("a person's link to an item that was gone is replaced by the item that was made for it", async () => {
  await stand(visio, "501", "person");
  await record(visio, "900", "501");
  expect(await linked()).toEqual([[visio, "900", "created"]]);
});

test("an item that another product was given meanwhile stays with it, and the others are recorded", async () => {
  await stand(project, "900", "person");
  await recordProductLinks(databases.worker, of, [
    { productId: visio, psaItemId: "900", origin: "sku", seen: null },
  ]);
  expect(await linked()).toEqual([[project, "900", "person"]]);
  await record(visio, "901", null);
  expect(await linked()).toEqual([
    [project, "900", "person"],
    [visio, "901", "created"],
  ]);
});
