import { ids } from "./testing/tiny-seed";
import { goodHeaders, reasonOf, tinySite } from "./testing/tiny-site";

const additions = `/finance/agreements/${ids.arrears}/additions`;
const newLine = {
  product: { id: ids.licence },
  billCustomer: "Billable",
  quantity: 25,
  effectiveDate: "2026-09-01T00:00:00Z",
  serialNumber: "sub-1:seats",
};
const newItem = {
  identifier: "NEW",
  description: "New item",
  customerDescription: "New item",
  subcategory: { id: 1 },
  type: { name: "Software" },
};

test("a new addition takes what is left out from its product, and computes the rest exactly", async () => {
  const { post } = tinySite();
  const created = await post(additions, newLine);
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    id: 901,
    product: {
      id: ids.licence,
      identifier: "LIC",
      _info: { catalog_href: expect.stringContaining("/procurement/catalog/500") },
    },
    quantity: 25,
    lessIncluded: 0,
    unitPrice: 34.55,
    unitCost: 28.19,
    effectiveDate: "2026-09-01T00:00:00Z",
    agreementId: ids.arrears,
    billedQuantity: 25,
    extPrice: 863.75,
    extCost: 704.75,
    margin: 159,
    agreementStatus: "Active",
    _info: { lastUpdated: "2026-09-20T09:00:00Z", updatedBy: "SyncApi" },
  });
  expect(created.body).not.toHaveProperty("cancelledDate");
  expect(created.body).not.toHaveProperty("additionStatus");
});

test("fields trims what a POST answers, not what it stores", async () => {
  const { post, get } = tinySite();
  expect((await post(`${additions}?fields=id`, newLine)).body).toEqual({ id: 901 });
  expect((await get(`${additions}/901`)).body).toMatchObject({ quantity: 25 });
});

test("references are found by name or identifier too", async () => {
  const { post } = tinySite();
  expect((await post("/procurement/catalog", newItem)).body).toMatchObject({
    type: { id: 1, name: "Software" },
    productClass: "NonInventory",
  });
  const byIdentifier = await post(additions, { ...newLine, product: { identifier: "LIC" } });
  expect(byIdentifier.body).toMatchObject({ product: { id: ids.licence } });
});

test.each<[string, string, object, string]>([
  ["a required field is missing", additions, {}, "product: The product field is required."],
  [
    "a reference leads nowhere",
    additions,
    { ...newLine, product: { id: 1 } },
    "product/id: product 1 not found",
  ],
  [
    "a text is too long",
    additions,
    { ...newLine, serialNumber: "x".repeat(51) },
    "serialNumber: The field serialNumber must be a string with a maximum length of 50.",
  ],
  [
    "an identifier is taken, whatever its case",
    "/procurement/catalog",
    { ...newItem, identifier: "lic" },
    "identifier: A catalog item with the identifier lic already exists",
  ],
  [
    "an agreement has no contact",
    "/finance/agreements",
    { name: "New", type: { id: 1 }, company: { id: ids.acme } },
    "contact: The contact field is required.",
  ],
])("refused when %s", async (_when, path, body, reason) => {
  const answer = await tinySite().post(path, body);
  expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
  expect(answer.body).toMatchObject({ code: "InvalidObject" });
});

test("an unknown member is named with its place; a value of a wrong type is a 500", async () => {
  const { post } = tinySite();
  const unknown = await post(additions, { ...newLine, additionStatus: "Active" });
  expect([unknown.status, reasonOf(unknown)]).toEqual([
    400,
    expect.stringMatching(
      /^Could not find member 'additionStatus' on object of type 'Addition'\. Path 'additionStatus', line 1, position \d+\./,
    ),
  ]);
  const wrong = await post(additions, { ...newLine, quantity: "many" });
  expect([wrong.status, reasonOf(wrong)]).toEqual([
    500,
    "Error converting value \"many\" to type 'System.Nullable`1[System.Double]'. Path 'quantity'.",
  ]);
});

test("PATCH changes bare names, whole references and nothing below them", async () => {
  const { patch, get } = tinySite();
  const line = `${additions}/${ids.oldLine}`;
  const changed = await patch(line, [
    { op: "replace", path: "invoiceDescription", value: "Seats" },
    { op: "add", path: "cancelledDate", value: "2026-09-30" },
    { op: "remove", path: "serialNumber" },
    { op: "replace", path: "extPrice", value: 1 },
  ]);
  expect([changed.status, changed.body]).toEqual([
    200,
    expect.objectContaining({
      invoiceDescription: "Seats",
      cancelledDate: "2026-09-30T00:00:00Z",
      extPrice: 345.5,
    }),
  ]);
  expect(changed.body).not.toHaveProperty("serialNumber");

  const below = await patch("/finance/agreements/100", [
    { op: "replace", path: "company/identifier", value: "Dormant" },
  ]);
  expect([below.status, below.body]).toEqual([
    200,
    expect.objectContaining({ company: expect.objectContaining({ identifier: "Acme" }) }),
  ]);
  const whole = await patch("/finance/agreements/100", [
    { op: "replace", path: "company", value: { id: ids.dormant } },
  ]);
  expect(whole.body).toMatchObject({ company: { id: ids.dormant, identifier: "Dormant" } });
  expect((await get(line)).body).toEqual(changed.body);
});

test.each([
  ["/quantity", "Could not find member '/quantity'"],
  ["Quantity", "Could not find member 'Quantity'"],
  ["additionStatus", "Could not find member 'additionStatus'"],
])("PATCH of %s is refused and changes nothing", async (path, message) => {
  const { patch, get } = tinySite();
  const before = (await get(`${additions}/${ids.oldLine}`)).body;
  const answer = await patch(`${additions}/${ids.oldLine}`, [
    { op: "replace", path: "invoiceDescription", value: "x" },
    { op: "replace", path, value: 5 },
  ]);
  expect([answer.status, reasonOf(answer)]).toEqual([400, expect.stringContaining(message)]);
  expect((await get(`${additions}/${ids.oldLine}`)).body).toEqual(before);
});

test("PATCH looks at the whole record: old data of a person's makes an unrelated change fail", async () => {
  const { service, patch } = tinySite();
  service.entities?.patch("companies", String(ids.acme), { yearEstablished: 0 });
  const answer = await patch(`/company/companies/${ids.acme}`, [
    { op: "replace", path: "website", value: "new.example" },
  ]);
  expect([answer.status, reasonOf(answer)]).toEqual([
    400,
    "yearEstablished: The field yearEstablished must be between 1900 and 9999.",
  ]);
});

test("PUT lets fields that are left out fall back", async () => {
  const { put, post } = tinySite();
  await post(additions, { ...newLine, unitPrice: 1, invoiceDescription: "Seats" });
  const { status, body } = await put(`${additions}/901`, {
    product: { id: ids.licence },
    billCustomer: "NoCharge",
    effectiveDate: "2026-09-01",
  });
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({
      billCustomer: "NoCharge",
      quantity: 1,
      unitPrice: 34.55,
      invoiceDescription: "Licence",
      agreementId: ids.arrears,
    }),
  ]);
  expect(body).not.toHaveProperty("serialNumber");
});

test("a time is cut off after it is brought to UTC", async () => {
  const { post } = tinySite();
  const answer = await post(additions, { ...newLine, effectiveDate: "2026-09-02T00:00:00+10:00" });
  expect(answer.body).toMatchObject({ effectiveDate: "2026-09-01T00:00:00Z" });
});

test("a record is found only under its own agreement, and 404 names it", async () => {
  const { get } = tinySite();
  const elsewhere = await get(`/finance/agreements/${ids.advance}/additions/${ids.oldLine}`);
  expect([elsewhere.status, elsewhere.body]).toEqual([
    404,
    { code: "NotFound", message: "Addition 900 not found" },
  ]);
  const noAgreement = await get("/finance/agreements/999/additions");
  expect([noAgreement.status, noAgreement.body]).toEqual([
    404,
    { code: "NotFound", message: "Agreement 999 not found" },
  ]);
});

test("DELETE empties, and refuses what is in use or invoiced", async () => {
  const site = tinySite();
  await site.post(additions, newLine);
  expect((await site.delete(`${additions}/901`)).status).toBe(204);
  expect((await site.get(`${additions}/901`)).status).toBe(404);
  expect((await site.delete(`/procurement/catalog/${ids.licence}`)).status).toBe(409);
  expect((await site.delete(`${additions}/${ids.oldLine}`)).status).toBe(409);
  site.settings({ deleteInvoicedAddition: "allowed" });
  expect((await site.delete(`${additions}/${ids.oldLine}`)).status).toBe(204);
});

test("a verb that a path does not take is a 405, an unknown path a 404, another body a 415 or 400", async () => {
  const site = tinySite();
  const wrong = await site.put("/company/companies", {});
  expect([wrong.status, wrong.headers.allow]).toEqual([405, "GET, POST"]);
  expect((await site.delete("/company/companies/count")).status).toBe(405);
  expect((await site.get("/finance/agreements/100/nothing")).body).toEqual({
    code: "ConnectWiseApi",
    message: "The endpoint does not exist.",
  });

  const xml = { ...goodHeaders, "content-type": "text/xml" };
  expect((await site.post(additions, "<a/>", xml)).status).toBe(415);
  expect((await site.post(additions, "{nonsense")).status).toBe(400);
});

test("callbacks: one of a kind", async () => {
  const { post } = tinySite();
  const callback = { url: "https://portal.example/hook", objectId: 1, type: "Agreement", level: "Owner" };
  expect((await post("/system/callbacks", callback)).status).toBe(201);
  const again = await post("/system/callbacks", callback);
  expect([again.status, reasonOf(again)]).toEqual([
    400,
    "objectId: A matching callback entry already exists",
  ]);
});

test("a company's types are taken on creation and change through their associations afterwards", async () => {
  const { patch, post, get, delete: remove } = tinySite();
  await patch(`/company/companies/${ids.acme}`, [{ op: "replace", path: "types", value: [{ id: 2 }] }]);
  const company = async () => (await get(`/company/companies/${ids.acme}?fields=types/name`)).body;
  expect(await company()).toEqual({ types: [{ name: "Client" }] });
  const added = await post(`/company/companies/${ids.acme}/typeAssociations`, { type: { name: "Partner" } });
  expect(await company()).toEqual({ types: [{ name: "Client" }, { name: "Partner" }] });
  await remove(`/company/companies/${ids.acme}/typeAssociations/${Object(added.body).id}`);
  expect(await company()).toEqual({ types: [{ name: "Client" }] });
});

test("an agreement can be copied without its additions, invoiced once more, and a product priced", async () => {
  const { post, get } = tinySite();
  const copy = await post(`/finance/agreements/${ids.arrears}/copy`, {});
  expect([copy.status, copy.body]).toEqual([201, expect.objectContaining({ id: 105, name: "Arrears" })]);
  expect((await get("/finance/agreements/105/additions")).body).toEqual([]);
  const invoice = await post(`/finance/agreements/${ids.arrears}/invoice`, {});
  expect([invoice.status, invoice.body]).toEqual([201, 1]);
  expect((await post(`/procurement/catalog/${ids.licence}/pricing`, { quantity: 3 })).body).toMatchObject({
    price: 34.55,
  });
  expect((await get("/procurement/catalog/LIC/quantityOnHand")).body).toEqual({ count: 0 });
});
