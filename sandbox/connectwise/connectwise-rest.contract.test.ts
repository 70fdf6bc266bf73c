import { type Sandbox, startSandbox } from "../start";
import { manageApi, replace, speakPlainly } from "./testing/connectwise-rest";

let sandbox: Sandbox;
let listen: () => void;

beforeAll(async () => {
  listen = speakPlainly();
  sandbox = await startSandbox({ newestUsageMonth: "2026-08-01" });
});
afterAll(async () => {
  await sandbox.stop();
  listen();
});

const api = (overrides = {}) => manageApi(sandbox.endpoints.connectwise, overrides);

async function control(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${sandbox.endpoints.control}${path}`, {
    method: path === "/settings" ? "PATCH" : "POST",
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function agreementInArrears(): Promise<number> {
  const [agreement] = await api().FinanceAPI.getFinanceAgreements({
    conditions: 'periodType = "Current" and agreementStatus = "Active" and prorateFlag = True',
    orderBy: "id asc",
    fields: "id",
  });
  if (agreement?.id === undefined) throw new Error("the clean world has no agreement in arrears");
  return agreement.id;
}

async function newItem(identifier: string): Promise<number> {
  const [subcategory] = await api().ProcurementAPI.getProcurementSubcategories({
    conditions: "inactiveFlag != true or inactiveFlag = null",
  });
  const [type] = await api().ProcurementAPI.getProcurementTypes({ pageSize: 1 });
  const item = await api().ProcurementAPI.postProcurementCatalog({
    identifier,
    description: "Contract test",
    customerDescription: "Contract test",
    subcategory: { id: subcategory?.id ?? 0 },
    type: { id: type?.id ?? 0 },
    productClass: "Agreement",
    vendorSku: identifier,
    price: 34.55,
    cost: 28.19,
  });
  return item.id ?? 0;
}

test("lists companies page by page, each once", async () => {
  const { count } = await api().CompanyAPI.getCompanyCompaniesCount({});
  const all = await api().paginate(
    api().CompanyAPI.getCompanyCompanies,
    { pageSize: 7 },
    { orderBy: "name asc" },
  );
  expect(count).toBeGreaterThan(40);
  expect(new Set(all.map((company) => Reflect.get(Object(company), "id"))).size).toBe(count);
});

test("finds companies and agreements by conditions with references, dates and blanks", async () => {
  const [company] = await api().CompanyAPI.getCompanyCompanies({
    conditions: 'name like "Ironbark*" and status/name = "Active"',
  });
  expect(company?.name).toContain("Ironbark");
  const agreements = await api().FinanceAPI.getFinanceAgreements({
    conditions: `company/id = ${company?.id} and startDate < [2026-01-01T00:00:00Z] and cancelledFlag = False`,
  });
  expect(agreements.length).toBeGreaterThan(0);
  expect(agreements.map((agreement) => agreement.company?.identifier)).toEqual(
    agreements.map(() => company?.identifier),
  );
});

test("creates, reads, patches and finds a catalog item again", async () => {
  const { ProcurementAPI } = api();
  const id = await newItem("CONTRACT-ITEM");
  const [found] = await ProcurementAPI.getProcurementCatalog({ conditions: 'vendorSku = "CONTRACT-ITEM"' });
  expect(found?.id).toBe(id);
  const patched = await ProcurementAPI.patchProcurementCatalogById(id, [
    replace("price", 35.1),
    replace("cost", 28.5),
  ]);
  expect([patched.price, patched.cost, patched.vendorSku]).toEqual([35.1, 28.5, "CONTRACT-ITEM"]);
});

test("adds to an agreement, lists, ends and replaces", async () => {
  const { FinanceAPI } = api();
  const [agreementId, product] = [await agreementInArrears(), await newItem("CONTRACT-SEATS")];
  const line = {
    product: { id: product },
    billCustomer: "Billable" as const,
    serialNumber: "contract:seats",
  };
  const first = await FinanceAPI.postFinanceAgreementsByParentIdAdditions(agreementId, {
    ...line,
    quantity: 25,
    effectiveDate: "2026-08-01T00:00:00Z",
  });
  expect([first.unitPrice, first.unitCost, first.extPrice]).toEqual([34.55, 28.19, 863.75]);
  const ended = await FinanceAPI.patchFinanceAgreementsByParentIdAdditionsById(first.id ?? 0, agreementId, [
    replace("cancelledDate", "2026-08-14T00:00:00Z"),
  ]);
  expect(ended.cancelledDate).toBe("2026-08-14T00:00:00Z");
  await FinanceAPI.postFinanceAgreementsByParentIdAdditions(agreementId, {
    ...line,
    quantity: 27,
    effectiveDate: "2026-08-15T00:00:00Z",
  });
  const ours = await FinanceAPI.getFinanceAgreementsByParentIdAdditions(agreementId, {
    conditions: 'serialNumber = "contract:seats"',
    orderBy: "effectiveDate asc",
    fields: "quantity,cancelledDate,product/identifier",
  });
  expect(ours).toEqual([
    { quantity: 25, cancelledDate: "2026-08-14T00:00:00Z", product: { identifier: "CONTRACT-SEATS" } },
    { quantity: 27, product: { identifier: "CONTRACT-SEATS" } },
  ]);
});

test("meets 400 with the reason, and nothing is created", async () => {
  const { FinanceAPI } = api();
  const agreementId = await agreementInArrears();
  const { count } = await FinanceAPI.getFinanceAgreementsByParentIdAdditionsCount(agreementId, {});
  const early = {
    product: { id: await newItem("CONTRACT-EARLY") },
    billCustomer: "Billable" as const,
    effectiveDate: "2001-01-01T00:00:00Z",
  };
  await expect(FinanceAPI.postFinanceAgreementsByParentIdAdditions(agreementId, early)).rejects.toMatchObject(
    {
      status: 400,
      data: {
        code: "InvalidObject",
        message: "addition object is invalid",
        errors: [
          {
            resource: "addition",
            field: "effectiveDate",
            message: "effectiveDate cannot be less than the agreement billing start date",
          },
        ],
      },
    },
  );
  expect((await FinanceAPI.getFinanceAgreementsByParentIdAdditionsCount(agreementId, {})).count).toBe(count);
});

test("meets 401 for wrong keys, and 404 on a site that answers so", async () => {
  const wrong = api({ privateKey: "wrong" });
  await expect(wrong.CompanyAPI.getCompanyCompanies({})).rejects.toMatchObject({
    status: 401,
    data: { code: "Unauthorized" },
  });
  await control("/settings", { connectwise: { wrongKeys: "404" } });
  await expect(wrong.CompanyAPI.getCompanyCompanies({})).rejects.toMatchObject({ status: 404 });
});

test("meets 404 for a record that is not there", async () => {
  await expect(api().FinanceAPI.getFinanceAgreementsById(999_999)).rejects.toMatchObject({
    status: 404,
    data: { code: "NotFound", message: "Agreement 999999 not found" },
  });
});

test("meets 429 when the site's limit is used up", async () => {
  await control("/settings", { connectwise: { rateLimit: { calls: 2, seconds: 60 } } });
  const statuses: unknown[] = [];
  for (let call = 0; call < 3; call += 1)
    statuses.push(
      await api()
        .CompanyAPI.getCompanyCompaniesCount({})
        .then(
          () => 200,
          (refusal: unknown) => refusal,
        ),
    );
  await control("/settings", { connectwise: { rateLimit: null } });
  expect(statuses).toEqual([
    200,
    200,
    expect.objectContaining({
      status: 429,
      data: {
        error: "ConnectWiseAPI",
        message: expect.stringMatching(/^Too many requests\. Please try again in \d+ seconds\.$/),
      },
    }),
  ]);
});
