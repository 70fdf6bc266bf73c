import { z } from "zod";
import { EditRefused, type Entities } from "../http/service";
import { parsedEdit } from "./edit";
import { editInvoice, invoiceEntities } from "./invoice-edits";
import { decimalText, subscriptionStatus } from "./seed-schema";
import { allSubscriptions, type PrismState } from "./state";

const customerEdit = z
  .strictObject({
    name: z.string(),
    registrationNumber: z.string(),
    webUrl: z.string(),
    email: z.string(),
    isActive: z.boolean(),
    tenantId: z.string(),
  })
  .partial();

const subscriptionEdit = z
  .strictObject({
    status: subscriptionStatus,
    quantity: z.number().int().min(0),
    productId: z.string(),
    productName: z.string(),
    displayTemplate: z.enum(["License", "Azure"]),
    unit: z.string(),
    billingCycle: z.enum(["Monthly", "Annual"]),
  })
  .partial();

const productEdit = z
  .strictObject({
    name: z.string(),
    sku: z.string(),
    price: decimalText,
    retailPrice: decimalText,
    isTrial: z.boolean(),
    listed: z.boolean(),
  })
  .partial();

type Entity = Record<string, unknown>;

type EntityKind = {
  /** Each with the member named "id" first; those in a list may be shorter than the one that `get` answers. */
  all(state: PrismState): Entity[];
  inList?(entity: Entity): Entity;
  edit(state: PrismState, id: string, change: unknown): void;
};

const entityKinds: Record<string, EntityKind> = {
  customers: {
    all: (state) =>
      state.seed.customers.map(({ subscriptions, ...customer }) => ({
        id: customer.customerId,
        ...customer,
        subscriptionIds: subscriptions.map((subscription) => subscription.subscriptionId),
      })),
    edit(state, id, change) {
      const edit = parsedEdit(customerEdit, change);
      for (const customer of state.seed.customers)
        if (customer.customerId === id) Object.assign(customer, edit);
    },
  },
  subscriptions: {
    all: (state) =>
      state.seed.customers.flatMap((customer) =>
        customer.subscriptions.map((subscription) => ({
          id: subscription.subscriptionId,
          tenantId: customer.tenantId,
          customerName: customer.name,
          ...subscription,
        })),
      ),
    edit(state, id, change) {
      const subscription = allSubscriptions(state).find((one) => one.subscriptionId === id);
      if (subscription) Object.assign(subscription, parsedEdit(subscriptionEdit, change));
    },
  },
  products: {
    all: (state) => state.seed.products.map((product) => ({ id: product.productId, ...product })),
    edit(state, id, change) {
      const product = state.seed.products.find((one) => one.productId === id);
      if (product) Object.assign(product, parsedEdit(productEdit, change));
    },
  },
  invoices: {
    all: invoiceEntities,
    inList: ({ lines, ...invoice }) => ({ ...invoice, lineCount: Array.isArray(lines) ? lines.length : 0 }),
    edit: editInvoice,
  },
};

/** Customers, subscriptions, products and invoices; `current` gives the state as it is now. */
export function prismEntities(current: () => PrismState): Entities {
  const get = (kind: string, id: string) =>
    kindFrom(kind)
      .all(current())
      .find((entity) => entity.id === id);
  return {
    kinds: Object.keys(entityKinds),
    list(kind) {
      const { all, inList } = kindFrom(kind);
      return all(current()).map((entity) => (inList ? inList(entity) : entity));
    },
    get,
    patch(kind, id, change) {
      if (!get(kind, id)) throw new EditRefused(404, `PRISM has no ${kind} with the id ${id}.`);
      kindFrom(kind).edit(current(), id, change);
      return get(kind, id);
    },
  };
}

function kindFrom(kind: string): EntityKind {
  const known = Object.hasOwn(entityKinds, kind) ? entityKinds[kind] : undefined;
  if (!known) {
    throw new EditRefused(404, `PRISM has no ${kind}; it has ${Object.keys(entityKinds).join(", ")}.`);
  }
  return known;
}
