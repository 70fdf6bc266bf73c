import { listenAsPrism, type PrismListening } from "./testing/listen";

describe("PRISM's stand-in with more than one program", () => {
  let prism: PrismListening;
  const agreementIds = () => prism.world.prism.contractAgreements.map((agreement) => agreement.id);

  beforeAll(async () => {
    prism = await listenAsPrism("wide");
  });
  afterAll(() => prism.close());

  it("names a customer of two programs once, with a tenant in each", async () => {
    const customers: {
      CustomerId: string;
      CustomerProgramAgreements: { Id: string; ProgramName: string }[];
    }[] = await prism.json("/api/v1/me/customers");
    expect(new Set(customers.map((one) => one.CustomerId)).size).toBe(customers.length);
    const both = customers.filter((one) => one.CustomerProgramAgreements.length === 2);
    expect(both).toHaveLength(6);
    for (const { CustomerProgramAgreements: agreements } of both) {
      expect(agreements.map((one) => one.ProgramName)).toEqual([
        "Microsoft CSP Indirect",
        "Acronis Cyber Cloud",
      ]);
      expect(new Set(agreements.map((one) => one.Id)).size).toBe(2);
    }
  });

  it("gives each contract agreement its own tenants, and Microsoft's without the second program's", async () => {
    const tenants = await Promise.all(
      agreementIds().map((id) => prism.json(`/api/v2/contractagreements/${id}/tenants`)),
    );
    expect(tenants.map((one) => one.length)).toEqual([41, 4, 1, 6]);
    expect(await prism.json("/api/v2/microsoftcsp/tenants")).toHaveLength(46);
  });

  it("lists the products of the agreement's program, and no others", async () => {
    const counts = await Promise.all(
      agreementIds().map(async (id) => {
        const list: { ProductGroups: { Products: { ProductSku: string }[] }[] } = await prism.json(
          `/api/v2/me/pricing/${id}/pricelist`,
        );
        return list.ProductGroups.flatMap((group) => group.Products.map((product) => product.ProductSku));
      }),
    );
    const [first, second, third, acronis] = counts;
    expect([second, third]).toEqual([first, first]);
    expect(acronis?.sort()).toEqual(["ACP-M365-MAILBOX", "ACP-SERVER", "ACP-STORAGE-100", "ACP-WORKSTATION"]);
    expect(first?.filter((sku) => acronis?.includes(sku))).toEqual([]);
  });

  it("lists an invoice for each contract agreement and month, in its currency", async () => {
    const {
      Records: records,
    }: { Records: { ContractAgreementId: string; Currency: string; Total: number }[] } =
      await prism.json("/api/v2/invoices");
    expect(records).toHaveLength(12);
    const currencies = agreementIds().map((id) => [
      ...new Set(records.filter((one) => one.ContractAgreementId === id).map((one) => one.Currency)),
    ]);
    expect(currencies).toEqual([["AUD"], ["AUD"], ["NZD"], ["AUD"]]);
    expect(records.every((one) => one.Total > 0)).toBe(true);
  });

  it("renames a customer in all of its programs", async () => {
    const [acronis] = prism.world.prism.customers.slice(-2);
    prism.service.entities?.patch("customers", acronis?.customerId ?? "", { name: "Another name" });
    const all: { CustomerName: string }[] = await prism.json("/api/v1/me/customers");
    const tenants = await Promise.all(
      agreementIds().map((id) => prism.json(`/api/v2/contractagreements/${id}/tenants`)),
    );
    const named = tenants.flat().filter((one) => one.CustomerName === "Another name");
    expect([all.filter((one) => one.CustomerName === "Another name").length, named.length]).toEqual([1, 2]);
  });
});
