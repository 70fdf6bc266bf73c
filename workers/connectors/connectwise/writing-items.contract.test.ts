import { connectWiseSandbox, limits } from "../testing/connectwise-site";
import { apiError } from "../testing/expect-error";

const { connect, place, control } = connectWiseSandbox();

const item = {
  sku: "P1Y:M:CFQ7TTC0TEST:0001",
  name: "Microsoft Something With A Name That Is Longer Than Sixty Characters In All",
  unitCost: "28.19",
  unitPrice: "34.55",
};

test("an item is created so that its SKU finds it again", async () => {
  const { psa } = connect();
  const created = await psa.createItem(item, limits);
  expect(created).toMatchObject({
    identifier: item.sku,
    name: "Microsoft Something With A Name That Is Longer Than Sixty Ch",
    vendorSku: item.sku,
    unitCost: "28.19",
    unitPrice: "34.55",
    inactive: false,
  });
  expect(await psa.itemsBySku(item.sku)).toEqual([created]);
  expect(await control().get(`connectwise/catalog/${created.id}`)).toMatchObject({
    customerDescription: item.name,
    productClass: "Agreement",
    recurringFlag: true,
  });
});

test("its subcategory and type are the site's first active ones, or those called PRISM Connect, or configured", async () => {
  const first = await connect().psa.createItem({ ...item, sku: "A" }, limits);
  const subcategories = await control().list("connectwise/subcategories");
  const types = await control().list("connectwise/productTypes");
  const stored = (id: string) => control().get(`connectwise/catalog/${id}`);
  const active = (rows: typeof types) => rows.find((row) => row.inactiveFlag !== true)?.id;
  expect(await stored(first.id)).toMatchObject({
    subcategory: { id: active(subcategories) },
    type: { id: active(types) },
  });

  const own = await control().create("connectwise/productTypes", { name: "PRISM Connect" });
  const second = await connect().psa.createItem({ ...item, sku: "B" }, limits);
  expect(await stored(second.id)).toMatchObject({ type: { id: own.id } });

  const itemDefaults = {
    subcategoryId: String(subcategories.at(-1)?.id),
    typeId: String(types.at(-1)?.id),
  };
  const configured = connect({ itemDefaults });
  const third = await configured.psa.createItem({ ...item, sku: "C" }, limits);
  expect(await stored(third.id)).toMatchObject({
    subcategory: { id: subcategories.at(-1)?.id },
    type: { id: types.at(-1)?.id },
  });
  expect(configured.calls.filter(({ method }) => method === "GET")).toHaveLength(1);
});

test("an identifier that is taken is refused by its own code", async () => {
  const { psa } = connect();
  await psa.createItem(item, limits);
  expect(await apiError(psa.createItem(item, limits))).toMatchObject({
    kind: "rejected",
    refusal: "psa_duplicate_name",
  });
});

test("a change writes cost and price only", async () => {
  const { itemId } = await place();
  const { psa } = connect();
  const before = await psa.item(itemId);
  expect(await psa.changeItem(itemId, { unitCost: "1.01" }, limits)).toEqual({
    ...before,
    unitCost: "1.01",
  });
  expect(await psa.changeItem(itemId, { unitPrice: "2.5" }, limits)).toEqual({
    ...before,
    unitCost: "1.01",
    unitPrice: "2.5",
  });
});

test("a SKU that the field cannot hold whole is refused before anything is sent", async () => {
  const long = { ...item, sku: "S".repeat(51) };
  expect(await apiError(connect().psa.createItem(long, limits))).toMatchObject({ kind: "rejected" });
  expect(await control().writes()).toEqual([]);
});
