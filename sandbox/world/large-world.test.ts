import { largeWorld } from "./large-world";

const world = largeWorld(1_000, "2026-10-01");
const [month] = world.prism.months;
const lines = month?.invoices[0]?.lines ?? [];

test("has so many lines, each of a subscription of its own, ten to a customer", () => {
  const held = world.prism.customers.map((customer) =>
    customer.subscriptions.map((one) => one.subscriptionId),
  );
  expect(held.map((ids) => ids.length)).toEqual(Array.from({ length: 100 }, () => 10));
  expect(lines.map((line) => line.subscriptionId)).toEqual(held.flat());
  expect(new Set(held.flat()).size).toBe(1_000);
});

test("a customer holds no product twice, and the PSAs have every product", () => {
  const skus = new Set(world.connectwise.catalog.map((item) => item.vendorSku));
  expect(new Set(world.autotask.services.map((service) => service.sku))).toEqual(skus);
  for (const { subscriptions } of world.prism.customers) {
    expect(new Set(subscriptions.map((one) => one.productId)).size).toBe(10);
  }
  expect(world.prism.products.every((product) => skus.has(product.sku))).toBe(true);
});

test("is always the same", () => {
  expect(largeWorld(100, "2026-10-01")).toEqual(largeWorld(100, "2026-10-01"));
});
