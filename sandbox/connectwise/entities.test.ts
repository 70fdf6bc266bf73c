import { EditRefused } from "../http/service";
import { ids } from "./testing/tiny-seed";
import { tinySite } from "./testing/tiny-site";

function person() {
  const { service, get } = tinySite();
  const { entities } = service;
  if (!entities) throw new Error("ConnectWise offers its entities");
  return { entities, get };
}

function refusal(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof EditRefused ? { status: error.status, message: error.message } : error;
  }
}

test("a person ends and extends an agreement with plain dates", () => {
  const { entities } = person();
  const ended = entities.patch("agreements", String(ids.arrears), { endDate: "2026-08-31" });
  expect(ended).toMatchObject({
    endDate: "2026-08-31T00:00:00Z",
    noEndingDateFlag: false,
    agreementStatus: "Expired",
  });
  const open = entities.patch("agreements", String(ids.arrears), { endDate: null });
  expect(open).toMatchObject({ noEndingDateFlag: true, agreementStatus: "Active" });
  expect(open).not.toHaveProperty("endDate");
});

test("a person is bound by none of the API's rules", () => {
  const { entities } = person();
  const change = { quantity: 99, effectiveDate: "2001-01-01", serialNumber: "x".repeat(80) };
  expect(entities.patch("additions", String(ids.oldLine), change)).toMatchObject({
    quantity: 99,
    extPrice: 3420.45,
  });
});

test("renaming a company shows at once wherever it is referred to", async () => {
  const { entities, get } = person();
  entities.patch("companies", String(ids.acme), { name: "Acme Renamed" });
  expect((await get(`/finance/agreements/${ids.arrears}?fields=company/name`)).body).toEqual({
    company: { name: "Acme Renamed" },
  });
});

test("a person creates and deletes lines", async () => {
  const { entities, get } = person();
  const line = {
    agreementId: ids.advance,
    product: { id: ids.licence },
    billCustomer: "Billable",
    effectiveDate: "2026-01-01",
  };
  expect(entities.create?.("additions", line)).toMatchObject({
    id: 901,
    agreementId: ids.advance,
    unitPrice: 34.55,
  });
  expect(entities.remove?.("additions", "901")).toMatchObject({ id: 901 });
  expect((await get(`/finance/agreements/${ids.advance}/additions`)).body).toEqual([]);
});

test("what makes no sense is refused with what would", () => {
  const { entities } = person();
  expect(refusal(() => entities.list("agreement"))).toMatchObject({
    status: 404,
    message: expect.stringContaining("agreements, additions, companies, catalog"),
  });
  expect(entities.get("agreements", "1")).toBeUndefined();
  expect(refusal(() => entities.patch("agreements", "1", {}))).toMatchObject({
    status: 404,
    message: expect.stringContaining("no agreement 1"),
  });
  expect(refusal(() => entities.patch("additions", "900", { quantity: "ten" }))).toMatchObject({
    status: 400,
    message: expect.stringContaining("quantity"),
  });
  expect(refusal(() => entities.patch("additions", "900", { product: { id: 1 } }))).toMatchObject({
    status: 400,
    message: expect.stringContaining("product 1 not found"),
  });
  expect(refusal(() => entities.patch("additions", "900", { additionStatus: "Active" }))).toMatchObject({
    status: 400,
    message: expect.stringContaining("Its members are"),
  });
});

test("a snapshot brings a site back as it was", async () => {
  const first = tinySite();
  await first.post(`/finance/agreements/${ids.arrears}/additions`, {
    product: { id: ids.licence },
    billCustomer: "Billable",
    effectiveDate: "2026-09-01",
  });
  first.service.billing?.bill({ agreementIds: [ids.arrears] });
  first.settings({ staleReads: 1 });
  const second = tinySite();
  second.service.restore(JSON.parse(JSON.stringify(first.service.snapshot())));
  expect(second.service.snapshot()).toEqual(first.service.snapshot());
  const invoiced = await second.patch(`/finance/agreements/${ids.arrears}/additions/901`, [
    { op: "replace", path: "quantity", value: 9 },
  ]);
  expect(invoiced.status).toBe(400);
});
