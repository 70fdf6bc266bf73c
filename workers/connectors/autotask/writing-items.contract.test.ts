import { autotaskSandbox, limits } from "../testing/autotask-site";
import { apiError } from "../testing/expect-error";

const { connect, place, control } = autotaskSandbox();

const item = {
  sku: "P1Y:M:CFQ7TTC0TEST:0001",
  name: "Microsoft Something",
  unitCost: "28.19",
  unitPrice: "34.55",
  billingCodeId: "501",
};

test("an item is created so that its SKU finds it again", async () => {
  const { psa } = connect();
  const vendor = (await psa.choices()).find(({ kind }) => kind === "vendor");
  const created = await psa.createItem({ ...item, vendorId: vendor?.id ?? "" }, limits);
  expect(created).toMatchObject({
    name: `PC_${item.sku} ${item.name}`,
    vendorSku: item.sku,
    unitCost: "28.19",
    unitPrice: "34.55",
    inactive: false,
  });
  expect(await psa.itemsBySku(item.sku)).toEqual([created]);
  expect(await control().get(`autotask/services/${created.id}`)).toMatchObject({
    sku: item.sku,
    billingCodeID: 501,
    vendorCompanyID: Number(vendor?.id),
    periodType: 2,
  });
});

test("a tenant without the field for a SKU finds it by the name", async () => {
  await control().settings({ autotask: { hasSku: false } });
  const { psa } = connect();
  const created = await psa.createItem(item, limits);
  expect(created.vendorSku).toBe(item.sku);
  expect(await psa.itemsBySku(item.sku)).toEqual([created]);
  const [write] = await control().writes();
  expect(write?.body).not.toHaveProperty("sku");
});

test("a name that is taken is refused by its own code", async () => {
  const { psa } = connect();
  await psa.createItem(item, limits);
  expect(await apiError(psa.createItem(item, limits))).toMatchObject({
    kind: "rejected",
    refusal: "psa_duplicate_name",
  });
});

test("without a billing code, or with one that is not for services, nothing is made", async () => {
  const { psa } = connect();
  const { billingCodeId: _, ...bare } = item;
  expect(await apiError(psa.createItem(bare, limits))).toMatchObject({ refusal: "billing_code_missing" });
  const closed = (await psa.choices()).find((one) => one.kind === "service_billing_code" && one.inactive);
  const refused = psa.createItem({ ...item, billingCodeId: closed?.id ?? "" }, limits);
  expect(await apiError(refused)).toMatchObject({ kind: "rejected", refusal: "psa_prerequisite_missing" });
  expect(await control().writes()).toEqual([]);
});

test("a change writes cost and price only", async () => {
  const { itemId } = await place();
  const { psa } = connect();
  const before = await psa.item(itemId);
  expect(await psa.changeItem(itemId, { unitCost: "1.01" }, limits)).toEqual({ ...before, unitCost: "1.01" });
  expect(await psa.changeItem(itemId, { unitPrice: "2.5" }, limits)).toEqual({
    ...before,
    unitCost: "1.01",
    unitPrice: "2.5",
  });
  const writes = await control().writes();
  expect(writes.map(({ method, path, body }) => [method, path, body])).toEqual([
    ["PATCH", "/ATServicesRest/V1.0/Services", { id: Number(itemId), unitCost: 1.01 }],
    ["PATCH", "/ATServicesRest/V1.0/Services", { id: Number(itemId), unitPrice: 2.5 }],
  ]);
});

test("a change of an item that is gone is not found", async () => {
  expect(await apiError(connect().psa.changeItem("999999", { unitCost: "1" }, limits))).toMatchObject({
    kind: "not_found",
  });
});
