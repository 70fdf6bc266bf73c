import { type HeldProduct, likelyTwin } from "./likely-twin";

const standard: HeldProduct = {
  customerId: "c1",
  product: "Microsoft 365 Business Standard",
  sku: "CFQ7TTC0LDPB:0001",
  quantity: "12.0000",
};
const visio: HeldProduct = { customerId: "c1", product: "Visio Plan 2", sku: null, quantity: "3" };

test.each<
  [what: string, line: [name: string, quantity: string, sku?: string], rank: number, product: string | null]
>([
  ["the same product and quantity", ["M365 Bus Std", "12"], 0, standard.product],
  ["the same product, another quantity", ["M365 Bus Std", "10"], 1, standard.product],
  ["the SKU in the item", ["Licence A", "12", "CFQ7TTC0LDPB:0001"], 0, standard.product],
  ["the SKU in the name", ["PC_CFQ7TTC0LDPB:0001", "1"], 1, standard.product],
  ["only the quantity", ["Backup", "3"], 2, visio.product],
  ["one of something else", ["Backup", "1"], 3, null],
  ["nothing alike", ["Managed workstation", "40"], 3, null],
])("%s", (_, [name, quantity, sku], rank, product) => {
  const found = likelyTwin({ name, quantity, sku: sku ?? null }, [visio, standard]);
  expect([found.rank, found.twin?.product ?? null]).toEqual([rank, product]);
});

test("a customer without subscriptions has no twin", () => {
  expect(likelyTwin({ name: "Visio Plan 2", quantity: "3", sku: null }, [])).toEqual({ rank: 3, twin: null });
});
