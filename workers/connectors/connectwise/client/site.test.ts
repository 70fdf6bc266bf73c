import { siteOrigin } from "./site";

test.each([
  ["api-na.myconnectwise.net", "https://api-na.myconnectwise.net/"],
  ["na.myconnectwise.net", "https://api-na.myconnectwise.net/"],
  [" https://EU.myconnectwise.net/v4_6_release/?x=1#y ", "https://api-eu.myconnectwise.net/"],
  ["staging.connectwisedev.com", "https://api-staging.connectwisedev.com/"],
  ["psa.partner.example", "https://psa.partner.example/"],
  ["http://127.0.0.1:4602", "http://127.0.0.1:4602/"],
])("%p is the site %s", (site, origin) => expect(siteOrigin(site).href).toBe(origin));

test.each(["", "https://", "not a host", "http://[", "na.myconnectwise.net:port"])(
  "%p is no site",
  (site) => {
    expect(() => siteOrigin(site)).toThrow(expect.objectContaining({ kind: "rejected" }));
  },
);
