import { plainNumber, tenantLabel, webDomain } from "@/lib/matching/plain-identity";
import { plainName } from "@/lib/matching/plain-name";
import { indexCompanies, type MatchCompany, suggestCompanies } from "@/lib/matching/suggest-companies";

describe("a company's name", () => {
  test.each([
    ["Blue Gum Dental Pty Ltd", "blue gum dental"],
    ["BLUE GUM DENTAL PTY. LTD.", "blue gum dental"],
    ["The Blue-Gum Dental Proprietary Limited", "blue gum dental"],
    ["Crane & Sons Ltd", "crane and sons"],
    ["Crane and Sons", "crane and sons"],
    ["Müller Söhne GmbH & Co. KG", "muller sohne gmbh and"],
    ["O’Brien Legal", "obrien legal"],
    ["The Limited Company", "limited company"],
    ["The", "the"],
    ["…", ""],
  ])("%s reads %s", (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });
});

describe("what identifies a company", () => {
  test.each([
    ["https://www.BlueGum.com.au/about", "bluegum.com.au"],
    ["bluegum.com.au", "bluegum.com.au"],
    ["http://bluegum.com.au:8080", "bluegum.com.au"],
    ["https://www.facebook.com/bluegum", null],
    ["bluegum.onmicrosoft.com", null],
    ["localhost", null],
    ["n/a", null],
    ["", null],
    [null, null],
  ])("the web domain of %s is %s", (text, domain) => {
    expect(webDomain(text)).toBe(domain);
  });

  test.each([
    ["bluegum.onmicrosoft.com", "bluegum"],
    ["bluegum.com.au", null],
    [".onmicrosoft.com", null],
    [null, null],
  ])("the tenant's name of %s is %s", (domain, label) => {
    expect(tenantLabel(domain)).toBe(label);
  });

  test.each([
    ["51 824 753 556", "51824753556"],
    ["ABN 51 824 753 556", "51824753556"],
    ["HRB 12345", "HRB12345"],
    ["0000000", null],
    ["n/a", null],
    ["1234", null],
    [null, null],
  ])("the number %s reads %s", (text, number) => {
    expect(plainNumber(text)).toBe(number);
  });
});

function company(psaId: string, change: Partial<MatchCompany>): MatchCompany {
  return { psaId, name: `Company ${psaId}`, website: null, taxIdentifier: null, inactive: false, ...change };
}

const customer = {
  name: "Blue Gum Dental",
  registrationNumber: "51 824 753 556",
  website: "https://bluegum.com.au",
  tenantDomain: "bluegum.onmicrosoft.com",
};

const suggest = (companies: MatchCompany[], change: Partial<typeof customer> = {}) =>
  suggestCompanies({ ...customer, ...change }, indexCompanies(companies)).map(
    ({ company: { psaId }, confidence, ambiguous, reasons }) => ({ psaId, confidence, ambiguous, reasons }),
  );

describe("suggestions", () => {
  it("take the registration number for certain, and say why", () => {
    expect(suggest([company("1", {}), company("2", { taxIdentifier: "51824753556" })])).toEqual([
      {
        psaId: "2",
        confidence: "certain",
        ambiguous: false,
        reasons: ["same registration number, 51 824 753 556"],
      },
    ]);
  });

  it("take a name or a web domain alone for likely, and both for certain", () => {
    const byName = company("1", { name: "Blue Gum Dental Pty Ltd" });
    const byDomain = company("2", { website: "www.bluegum.com.au" });
    const both = company("3", { name: "BLUE GUM DENTAL", website: "bluegum.com.au" });
    expect(suggest([byName])).toMatchObject([{ confidence: "likely" }]);
    expect(suggest([byDomain])).toMatchObject([{ confidence: "likely" }]);
    expect(suggest([byName, byDomain, both])).toMatchObject([
      { psaId: "3", confidence: "certain", ambiguous: false },
      { psaId: "2", confidence: "likely", ambiguous: true },
      { psaId: "1", confidence: "likely", ambiguous: true },
    ]);
  });

  it("are never certain when two companies fit alike", () => {
    const twins = ["1", "2"].map((psaId) => company(psaId, { taxIdentifier: "51824753556" }));
    expect(suggest(twins)).toMatchObject([
      { psaId: "1", confidence: "likely", ambiguous: true },
      { psaId: "2", confidence: "likely", ambiguous: true },
    ]);
  });

  it("put an inactive company last and never take it for certain; it does not cast doubt on an active one", () => {
    const old = company("1", { taxIdentifier: "51824753556", name: "Blue Gum Dental", inactive: true });
    const active = company("2", { taxIdentifier: "51824753556" });
    expect(suggest([old, active])).toMatchObject([
      { psaId: "2", confidence: "certain", ambiguous: false },
      { psaId: "1", confidence: "likely", ambiguous: false },
    ]);
  });

  it("count a tenant at the customer's own web domain once", () => {
    const [suggestion] = suggest([company("1", { website: "bluegum.com.au" })], {
      tenantDomain: "bluegum.com.au",
    });
    expect(suggestion).toMatchObject({ confidence: "likely", reasons: ["same web domain, bluegum.com.au"] });
  });

  it("know the tenant's domain where the customer has no website, and its name as a faint clue", () => {
    const companies = [company("1", { website: "bluegum.com.au" })];
    const without = { website: "", registrationNumber: "" };
    expect(suggest(companies, { ...without, tenantDomain: "bluegum.com.au" })).toMatchObject([
      { confidence: "likely" },
    ]);
    expect(suggest(companies, without)).toMatchObject([{ confidence: "possible" }]);
  });

  it("are none where nothing fits, also when both sides are empty", () => {
    expect(
      suggest([company("1", { name: "", website: "", taxIdentifier: "" })], {
        name: "",
        website: "",
        registrationNumber: "",
        tenantDomain: "",
      }),
    ).toEqual([]);
  });
});
