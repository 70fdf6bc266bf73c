import { changeSettings } from "@/scripts/testing/rig-decisions";
import type { Bench } from "../bench";
import { both, type IssueCase } from "../issue-case";

const editProduct = (bench: Bench, productId: string, change: Record<string, unknown>) =>
  bench.control.edit("prism", "products", productId, change);

const setSubcategories = async ({ control }: Bench, names: string[], inactiveFlag: boolean) => {
  for (const { id, name } of await control.entities("connectwise", "subcategories")) {
    if (names.includes(String(name)))
      await control.edit("connectwise", "subcategories", Number(id), { inactiveFlag });
  }
};

const subcategories = ["Cloud Subscriptions", "Managed Services", "Workstations"];

/** Products of the price list and what stands for them in the PSA. */
export const productCases: IssueCase[] = [
  {
    code: "product_not_linked",
    psas: both,
    when: "it is new, and the products sync is switched off",
    customer: "unlinked",
    provoke: async (bench) => {
      await changeSettings(bench, { productsEnabled: false });
      return bench.sync();
    },
    undo: (bench) => changeSettings(bench, { productsEnabled: true }),
    outcome: "failed",
    status: "error",
    says: ({ line }) => `(SKU ${line.sku}).`,
  },
  {
    code: "source_product_not_found",
    psas: both,
    when: "it has left the price list, and a subscription still has it",
    customer: "unlinked",
    provoke: async (bench, { line }) => {
      await editProduct(bench, line.productId, { listed: false });
      await bench.run("products");
      return bench.sync();
    },
    undo: (bench, { line }) => editProduct(bench, line.productId, { listed: true }),
    outcome: "failed",
    status: "error",
    says: ({ line }) => `${line.product} is on the invoice, but PRISM’s price list `,
  },
  {
    code: "source_product_ambiguous",
    psas: both,
    when: "two products in use are listed under one SKU",
    customer: "unlinked",
    subscriptions: 2,
    provoke: async (bench, { lines: [first, second] }) => {
      if (second) await editProduct(bench, second.productId, { sku: first?.sku });
      return bench.run("products");
    },
    undo: async (bench, { lines: [, second] }) => {
      if (second) await editProduct(bench, second.productId, { sku: second.sku });
    },
    outcome: "failed",
    status: "error",
    says: ({ line }) => `more than one entry for SKU ${line.sku},`,
  },
  {
    code: "psa_duplicate_name",
    psas: both,
    when: "two items of the PSA carry its SKU",
    customer: "unlinked",
    provoke: async (bench, { line }) => {
      await bench.hands.addItem(line.sku, "One of two");
      await bench.hands.addItem(line.sku, "The other one");
      return bench.run("products");
    },
    undo: (bench, { line }) => bench.hands.forgetSku(line.sku),
    outcome: "failed",
    status: "error",
    says: ({ line }) => `for SKU ${line.sku}.`,
  },
  {
    code: "psa_item_inactive",
    psas: both,
    when: "a person makes the linked item inactive",
    customer: "synced",
    provoke: async (bench, { line }) => {
      await bench.hands.setItemInactive(await bench.hands.itemOf(line.sku), true);
      return bench.run("products");
    },
    undo: async (bench, { line }) => bench.hands.setItemInactive(await bench.hands.itemOf(line.sku), false),
    outcome: "unchanged",
    status: "warning",
    says: ({ line }) => `that ${line.product} is linked to is inactive in `,
  },
  {
    code: "billing_code_missing",
    psas: ["autotask"],
    when: "none is chosen in the settings",
    customer: "unlinked",
    provoke: async (bench) => {
      await changeSettings(bench, { serviceBillingCodeId: null });
      return bench.run("products");
    },
    undo: (bench) => changeSettings(bench, { serviceBillingCodeId: bench.programSync.serviceBillingCodeId }),
    outcome: "failed",
    status: "error",
    says: "needs a billing code for a new service, and none is chosen",
  },
  {
    code: "billing_code_missing",
    psas: ["autotask"],
    when: "usage is to be charged, and none is chosen for charges",
    customer: "new",
    provoke: async (bench, { line }) => {
      await changeSettings(bench, { azureEnabled: true, chargeBillingCodeId: null });
      await bench.control.edit("prism", "subscriptions", line.subscriptionId, { displayTemplate: "Azure" });
      return bench.sync();
    },
    undo: (bench) => changeSettings(bench, { azureEnabled: false }),
    outcome: "failed",
    status: "error",
    says: "Autotask needs a billing code for a charge, and none is chosen",
  },
  {
    code: "psa_prerequisite_missing",
    psas: ["connectwise"],
    when: "every subcategory is inactive",
    customer: "unlinked",
    provoke: async (bench) => {
      await setSubcategories(bench, subcategories, true);
      return bench.run("products");
    },
    undo: (bench) => setSubcategories(bench, subcategories, false),
    outcome: "failed",
    status: "error",
    says: "ConnectWise said: “ConnectWise has no active subcategory",
  },
  {
    code: "psa_prerequisite_missing",
    psas: ["autotask"],
    when: "the chosen vendor is gone",
    customer: "unlinked",
    provoke: async (bench) => {
      await changeSettings(bench, { vendorId: "999999" });
      return bench.run("products");
    },
    undo: (bench) => changeSettings(bench, { vendorId: null }),
    outcome: "failed",
    status: "error",
    says: "is missing or inactive there",
  },
];
