import { ids } from "./testing/tiny-seed";
import { itemOf, itemsOf, reasonOf, tinyTenant, where } from "./testing/tiny-tenant";

let tenant: ReturnType<typeof tinyTenant>;
beforeEach(() => {
  tenant = tinyTenant();
});

const idOf = (answer: { body: unknown }) => Number(Object(answer.body).itemId);

const charge = {
  name: "Annual payment",
  datePurchased: "2026-09-01",
  unitQuantity: 2,
  unitPrice: -100.25,
  unitCost: 80.1,
  chargeType: 1,
  billingCodeID: ids.materialCode,
  isBillableToCompany: true,
  internalPurchaseOrderNumber: "prism:1",
};

const charges = `/Contracts/${ids.fixedPrice}/Charges`;

describe("contract services", () => {
  const path = `/Contracts/${ids.monthly}/Services`;

  test("are created without units below their contract", async () => {
    const made = await tenant.post(path, {
      contractID: ids.monthly,
      serviceID: ids.backup,
      adjustedPrice: 4.2,
    });
    const id = idOf(made);
    expect(itemOf(await tenant.get(`/ContractServices/${id}`))).toMatchObject({
      unitPrice: 4.9,
      internalCurrencyAdjustedPrice: 4.2,
      invoiceDescription: null,
    });
    expect(
      itemsOf(await tenant.post("/ContractServiceUnits/query", where("contractServiceID", "eq", id))),
    ).toEqual([]);
  });

  test("take descriptions and a price", async () => {
    await tenant.patch(path, { id: ids.oldLine, invoiceDescription: "Seats" });
    await tenant.patch(path, { id: ids.oldLine, adjustedPrice: 30 });
    expect(itemOf(await tenant.get(`/ContractServices/${ids.oldLine}`))).toMatchObject({
      invoiceDescription: "Seats",
      internalCurrencyAdjustedPrice: 30,
    });
  });

  test.each<[string, string, object, RegExp]>([
    ["a second time", path, { serviceID: ids.licence }, /already/],
    [
      "on a fixed-price contract",
      `/Contracts/${ids.fixedPrice}/Services`,
      { serviceID: ids.licence },
      /fixed-price/,
    ],
    [
      "on a contract that the address does not name",
      path,
      { contractID: ids.ending, serviceID: ids.backup },
      /not the Contract of the address/,
    ],
    ["of an unknown service", path, { serviceID: 5 }, /serviceID of type: Service/],
  ])("are refused %s", async (_name, where, body, reason) => {
    const answer = await tenant.post(where, body);
    expect(answer.status).toBe(500);
    expect(reasonOf(answer)).toMatch(reason);
  });

  test("of another contract are not found below this one", async () => {
    const answer = await tenant.patch(`/Contracts/${ids.ending}/Services`, {
      id: ids.oldLine,
      invoiceDescription: "x",
    });
    expect(answer.status).toBe(500);
  });
});

describe("charges", () => {
  test("are created, listed, changed and deleted below their contract", async () => {
    const id = idOf(await tenant.post(charges, charge));
    expect(itemsOf(await tenant.get(charges))).toMatchObject([
      { id, contractID: ids.fixedPrice, billableAmount: -200.5, extendedCost: 160.2, isBilled: false },
    ]);
    await tenant.patch(charges, { id, unitQuantity: 3 });
    expect(itemOf(await tenant.get(`${charges}/${id}`))).toMatchObject({
      unitQuantity: 3,
      billableAmount: -300.75,
    });
    expect((await tenant.delete(`${charges}/${id}`)).body).toEqual({ itemId: id });
    expect(itemsOf(await tenant.get(charges))).toEqual([]);
    expect(reasonOf(await tenant.delete(`${charges}/${id}`))).toMatch(
      /^No message\. No matching records found\./,
    );
  });

  test("are not billed unless they say so", async () => {
    const { isBillableToCompany: _billable, ...silent } = charge;
    const id = idOf(await tenant.post(charges, silent));
    expect(itemOf(await tenant.get(`${charges}/${id}`))).toMatchObject({
      isBillableToCompany: false,
      billableAmount: 0,
    });
  });

  test.each<[string, object, RegExp]>([
    ["without a billing code", { billingCodeID: null }, /Missing Required Field: billingCodeID/],
    [
      "on a recurring service code",
      { billingCodeID: ids.recurringCode },
      /billingCodeID of type: BillingCode/,
    ],
    ["of an unknown type", { chargeType: 9 }, /picklist value of field chargeType/],
    ["without a day", { datePurchased: null }, /Missing Required Field: datePurchased/],
  ])("are refused %s", async (_name, change, reason) => {
    const answer = await tenant.post(charges, { ...charge, ...change });
    expect(answer.status).toBe(500);
    expect(reasonOf(answer)).toMatch(reason);
  });
});

describe("approve and post", () => {
  test("bills the next period of a contract, units and charges", async () => {
    await tenant.post(`/Contracts/${ids.monthly}/Charges`, { ...charge, datePurchased: "2026-09-10" });
    const { invoices } = Object(tenant.service.billing?.bill({ contractIds: [ids.monthly] }));
    expect(invoices).toMatchObject([
      {
        contractId: ids.monthly,
        periodStart: "2026-09-01",
        periodEnd: "2026-09-30",
        lines: [
          { units: "10", amount: "345.50" },
          { reference: "prism:1", amount: "-200.50" },
        ],
        total: "145.00",
      },
    ]);
    const query = {
      filter: [
        ...where("contractID", "eq", ids.monthly).filter,
        ...where("itemDate", "gte", "2026-09-01").filter,
      ],
    };
    expect(itemsOf(await tenant.post("/BillingItems/query", query))).toHaveLength(2);
    const posted = itemsOf(await tenant.get(`/Contracts/${ids.monthly}/ServiceUnits`));
    expect(posted.filter((one) => one.approveAndPostDate !== null)).toHaveLength(9);
    const [one] = itemsOf(await tenant.get(`/Contracts/${ids.monthly}/Charges`));
    expect(one?.isBilled).toBe(true);
    const change = await tenant.patch(`/Contracts/${ids.monthly}/Charges`, { id: one?.id, unitQuantity: 1 });
    expect(reasonOf(change)).toMatch(/approved and posted/);
  });

  test("an item takes the date of its export and nothing else", async () => {
    const [item] = itemsOf(await tenant.post("/BillingItems/query", where("id", "exist")));
    await tenant.patch("/BillingItems", {
      id: item?.id,
      webServiceDate: "2026-09-20T10:00:00Z",
      quantity: 1,
    });
    expect(itemOf(await tenant.get(`/BillingItems/${item?.id}`))).toEqual({
      ...item,
      webServiceDate: "2026-09-20T10:00:00.000Z",
    });
  });

  test("an unknown contract or member is refused", () => {
    expect(() => tenant.service.billing?.bill({ contractIds: [1] })).toThrow("no contract 1");
    expect(() => tenant.service.billing?.bill({ speed: 9 })).toThrow("speed");
  });
});
