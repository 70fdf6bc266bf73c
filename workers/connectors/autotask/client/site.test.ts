import { rootAddress } from "./site";

test.each([
  [null, "https://webservices.autotask.net/ATServicesRest/"],
  ["", "https://webservices.autotask.net/ATServicesRest/"],
  ["https://ww6.autotask.net/Mvc/Home", "https://webservices.autotask.net/ATServicesRest/"],
  ["webservices6.autotask.net", "https://webservices6.autotask.net/ATServicesRest/"],
  ["http://127.0.0.1:4602", "http://127.0.0.1:4602/ATServicesRest/"],
  ["http://127.0.0.1:4602/ATServicesRest/V1.0/", "http://127.0.0.1:4602/ATServicesRest/"],
])("%j is asked at %s", (site, address) => {
  expect(rootAddress(site).href).toBe(address);
});

test("what is no address is refused", () => {
  expect(() => rootAddress("https://a b")).toThrow(expect.objectContaining({ kind: "rejected" }));
});
