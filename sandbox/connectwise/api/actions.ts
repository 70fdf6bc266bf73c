import { z } from "zod";
import { billAgreement } from "../bill/bill-agreement";
import { noEndpoint, notFound, plain, wrongMethod } from "../problem";
import { present } from "../read/present";
import { agreementEntity } from "../schema/agreement";
import { agreementRules } from "../write/agreement-rules";
import { save } from "../write/save";
import { type Call, type Endpoint, readJson, requireRight } from "./call";

function only(call: Call, method: "GET" | "POST"): void {
  if (call.rest.length > 0) throw noEndpoint();
  if (call.request.method !== method) throw wrongMethod(call.request.method, [method]);
}

function agreementOf({ site, parentId = 0 }: Call) {
  const agreement = site.tables.agreements.get(parentId);
  if (!agreement) throw notFound("Agreement", parentId);
  return agreement;
}

/** POST /finance/agreements/{id}/invoice: bills the agreement's next period; answers the invoice's number. */
export const invoiceAgreement: Endpoint = (call) => {
  only(call, "POST");
  requireRight(call, "agreements", "edit");
  const outcome = billAgreement(call.site, agreementOf(call));
  if ("reason" in outcome)
    throw plain(400, "InvalidObject", `The agreement cannot be invoiced: ${outcome.reason}.`);
  return { status: 201, body: outcome.bill.invoiceId, written: outcome.bill };
};

/** POST /finance/agreements/{id}/copy: the agreement without its additions. */
export const copyAgreement: Endpoint = (call) => {
  only(call, "POST");
  requireRight(call, "agreements", "add");
  const { site, base } = call;
  const { id: _id, _info, ...values } = agreementOf(call);
  const row = save({ site, table: site.tables.agreements, rules: agreementRules, values, fill: true });
  const body = present(site, agreementEntity, agreementRules, row, base);
  return { status: 201, body, written: body };
};

const pricing = z.object({ quantity: z.number().optional() }).loose();

/** POST /procurement/catalog/{id}/pricing: the list price, whatever the quantity. */
export const priceOfItem: Endpoint = (call) => {
  only(call, "POST");
  requireRight(call, "catalog", "inquire");
  const item = call.site.tables.catalog.get(call.parentId ?? 0);
  if (!item) throw notFound("CatalogItem", call.parentId ?? 0);
  const asked = pricing.safeParse(readJson(call));
  if (!asked.success)
    throw plain(400, "ConnectWiseApi", "The body must be an object of type 'CatalogPricing'.");
  const catalogItem = { id: item.id, identifier: item.identifier };
  return { status: 200, body: { ...asked.data, catalogItem, price: item.price ?? 0 } };
};

/** GET /procurement/catalog/{identifier}/quantityOnHand: this site stocks nothing. */
export const quantityOnHand: Endpoint = (call) => {
  only(call, "GET");
  requireRight(call, "catalog", "inquire");
  return { status: 200, body: { count: 0 } };
};
