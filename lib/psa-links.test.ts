import { connectWiseAgreementLink } from "@/lib/psa-links";

const page = "/v4_6_release/services/system_io/router/openrecord.rails";

test.each([
  ["na.myconnectwise.net", "https://na.myconnectwise.net"],
  ["https://api-eu.myconnectwise.net/", "https://eu.myconnectwise.net"],
  ["api-staging.connectwisedev.com", "https://staging.connectwisedev.com"],
  ["http://127.0.0.1:4602", "http://127.0.0.1:4602"],
  ["https://someone:secret@psa.example.com", "https://psa.example.com"],
])("an agreement at %s opens at %s", (site, origin) => {
  expect(connectWiseAgreementLink(site, "harbour&it", "1578")).toBe(
    `${origin}${page}?locale=en_US&recordType=AgreementFV&recid=1578&companyName=harbour%26it`,
  );
});

test.each(["javascript://alert(1)", "not an address", ""])("%p gives no link", (site) => {
  expect(connectWiseAgreementLink(site, "harbour", "1578")).toBeNull();
});
