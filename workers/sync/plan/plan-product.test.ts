import type { PsaItem } from "@/workers/connectors/psa";
import { type ProductInput, planProduct } from "./plan-product";

const sku = "CFQ7TTC0LCHC:0002";
const item: PsaItem = {
  id: "item-1",
  identifier: sku,
  name: "Renamed by hand",
  vendorSku: sku,
  unitCost: "20.00",
  unitPrice: "30.00",
  inactive: false,
};
const product = { sku, name: "Microsoft 365 Business Premium", unitCost: "20", unitPrice: "30" };
const newItem = { sku, name: "Microsoft 365 Business Premium", unitCost: "20", unitPrice: "30" };
const dearer = { ...product, unitCost: "21", unitPrice: "33" };

function plan(fields: Partial<ProductInput>) {
  return planProduct({
    product,
    sameSku: 1,
    link: null,
    itemsBySku: [],
    ownerOf: () => null,
    strategy: "cost_and_retail",
    ...fields,
  });
}

test.each<[what: string, fields: Partial<ProductInput>, expected: object]>([
  ["linked and right", { link: { itemId: "item-1", item, byPerson: false } }, { kind: "unchanged", item }],
  [
    "linked, with other prices",
    { product: dearer, link: { itemId: "item-1", item, byPerson: false } },
    { kind: "update", change: { unitCost: "21", unitPrice: "33" } },
  ],
  [
    "only what differs is changed",
    { product: { ...product, unitPrice: "33" }, link: { itemId: "item-1", item, byPerson: false } },
    { kind: "update", change: { unitPrice: "33" } },
  ],
  [
    "only what the strategy owns is changed",
    { product: dearer, strategy: "cost_only", link: { itemId: "item-1", item, byPerson: false } },
    { kind: "update", change: { unitCost: "21" } },
  ],
  [
    "no price is ours",
    { product: dearer, strategy: "quantity_only", link: { itemId: "item-1", item, byPerson: false } },
    { kind: "unchanged" },
  ],
  [
    "the link holds though the item has another SKU",
    { link: { itemId: "item-1", item: { ...item, vendorSku: "other" }, byPerson: false } },
    { kind: "unchanged" },
  ],
  [
    "the link holds for a product without a SKU",
    { product: { ...product, sku: null }, link: { itemId: "item-1", item, byPerson: false } },
    { kind: "unchanged" },
  ],
  [
    "the link comes before the SKU",
    { link: { itemId: "item-1", item, byPerson: false }, itemsBySku: [{ ...item, id: "item-2" }] },
    { kind: "unchanged", item },
  ],
  ["found by SKU", { itemsBySku: [item] }, { kind: "link", item, change: null }],
  [
    "found by SKU, with other prices",
    { product: dearer, itemsBySku: [item] },
    { kind: "link", change: { unitCost: "21", unitPrice: "33" } },
  ],
  ["not found", {}, { kind: "create", newItem }],
  [
    "linked, and gone",
    { link: { itemId: "item-1", item: null, byPerson: false } },
    { kind: "recreate", newItem, formerItemId: "item-1" },
  ],
  [
    "linked, gone, and another one has the SKU",
    { link: { itemId: "item-1", item: null, byPerson: false }, itemsBySku: [{ ...item, id: "item-2" }] },
    { kind: "link", item: { ...item, id: "item-2" } },
  ],
  [
    "of a SKU that the price list has twice, linked by hand",
    { sameSku: 2, link: { itemId: "item-1", item, byPerson: true } },
    { kind: "unchanged", item },
  ],
])("%s", (_, fields, expected) => {
  expect(plan(fields)).toMatchObject({ ...expected, issues: [] });
});

test.each<[what: string, fields: Partial<ProductInput>, code: string, facts: object]>([
  [
    "several items have the SKU",
    { itemsBySku: [item, { ...item, id: "item-2" }] },
    "psa_duplicate_name",
    { sku, itemIds: "item-1, item-2" },
  ],
  [
    "no SKU to look for",
    { product: { ...product, sku: null } },
    "source_product_not_found",
    { product: product.name },
  ],
  [
    "no SKU, and the linked item is gone",
    { product: { ...product, sku: null }, link: { itemId: "item-1", item: null, byPerson: false } },
    "source_product_not_found",
    {},
  ],
  [
    "the price list has the SKU twice",
    { sameSku: 2, link: { itemId: "item-1", item, byPerson: false } },
    "source_product_ambiguous",
    { sku },
  ],
])("fails when %s", (_, fields, code, facts) => {
  expect(plan(fields)).toEqual({
    kind: "fail",
    issues: [{ code, severity: "error", facts: expect.objectContaining(facts) }],
  });
});

test("an inactive item is kept up and warned of", () => {
  const inactive = { ...item, inactive: true };
  const warning = {
    code: "psa_item_inactive",
    severity: "warning",
    facts: { name: item.name, itemId: "item-1" },
  };
  expect(
    plan({ product: dearer, link: { itemId: "item-1", item: inactive, byPerson: false } }),
  ).toMatchObject({
    kind: "update",
    issues: [warning],
  });
  expect(plan({ itemsBySku: [inactive] })).toMatchObject({ kind: "link", issues: [warning] });
});

test("an item of its SKU that another product is linked to is neither taken nor made a second time", () => {
  expect(plan({ itemsBySku: [item], ownerOf: () => "Visio Plan 2" })).toMatchObject({
    kind: "fail",
    issues: [{ code: "psa_duplicate_name", facts: { itemId: "item-1", other: "Visio Plan 2" } }],
  });
  expect(plan({ itemsBySku: [item] }).kind).toBe("link");
});
