import type { NewItem } from "../../psa";
import { itemBody, mapItem } from "./item";

const service = { id: "1", name: "Backup", sku: null, unitPrice: "3", unitCost: null, isActive: true };
const item: NewItem = {
  sku: "P1Y:M:CFQ7TTC0LCHC:0002",
  name: "Microsoft 365 Business Premium",
  unitCost: "28.19",
  unitPrice: "34.55",
  billingCodeId: "501",
};
const tenant = { hasSku: true, periodType: "2" };

test.each([
  ["PC_CFQ7:0001 Exchange Online", null, "CFQ7:0001"],
  ["Exchange Online PC_CFQ7:0001", null, "CFQ7:0001"],
  ["PC_CFQ7:0001", "P1Y:CFQ7:0001", "P1Y:CFQ7:0001"],
  ["EPC_CFQ7", null, null],
  ["Backup", null, null],
])("a service named %j with the sku %j has the SKU %j", (name, sku, expected) => {
  expect(mapItem({ ...service, name, sku }).vendorSku).toBe(expected);
});

test("prices that were never set bill nothing, and a switched-off service is inactive", () => {
  expect(mapItem({ ...service, isActive: false })).toMatchObject({
    unitCost: "0",
    unitPrice: "3",
    inactive: true,
  });
});

test("a new service carries its SKU whole, however long its name", () => {
  const body = itemBody({ ...item, name: "x".repeat(200) }, tenant);
  expect(body.name).toHaveLength(100);
  expect(body.name.startsWith(`PC_${item.sku} x`)).toBe(true);
  expect(JSON.stringify(body)).toContain("501");
  expect(itemBody(item, { ...tenant, hasSku: false })).not.toHaveProperty("sku");
});

test.each<[string, Partial<NewItem>, object]>([
  ["a blank in its SKU", { sku: "A B" }, { kind: "rejected", refusal: undefined }],
  ["a SKU longer than the field", { sku: "S".repeat(51) }, { kind: "rejected", refusal: undefined }],
])("%s is refused", (_, change, expected) => {
  expect(() => itemBody({ ...item, ...change }, tenant)).toThrow(expect.objectContaining(expected));
});

test("a service without a billing code is refused by its own code", () => {
  const { billingCodeId: _, ...bare } = item;
  expect(() => itemBody(bare, tenant)).toThrow(
    expect.objectContaining({ kind: "rejected", refusal: "billing_code_missing" }),
  );
});
