import type { LookupAddress } from "node:dns";
import { ApiError } from "@/lib/errors";
import {
  ForbiddenAddress,
  guardedLookup,
  isPublicAddress,
  psaHostSuffixes,
  requireAllowedHost,
} from "./host-rule";

const deployed = { service: "ConnectWise", suffixes: psaHostSuffixes, allowSandbox: false };
const sandbox = { ...deployed, allowSandbox: true };

const isAllowed = (address: string, rule = deployed): boolean => {
  try {
    requireAllowedHost(new URL(address), rule);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.kind === "rejected") return false;
    throw error;
  }
};

test.each([
  "https://na.myconnectwise.net/",
  "https://api-au.myconnectwise.net/v2025_1/apis/3.0/",
  "https://API-EU.MYCONNECTWISE.NET",
  "https://na.myconnectwise.net:443/",
  "https://api-staging.connectwisedev.com",
  "https://webservices24.autotask.net/ATServicesRest/",
])("%s may be called", (address) => expect(isAllowed(address)).toBe(true));

test.each([
  "http://na.myconnectwise.net/",
  "https://na.myconnectwise.net:8443/",
  "https://myconnectwise.net/",
  "https://evilmyconnectwise.net/",
  "https://na.myconnectwise.net.evil.example/",
  "https://na.myconnectwise.net./",
  "https://na.myconnectwise.net@evil.example/",
  "https://someone:secret@na.myconnectwise.net/",
  "https://evil.example/.myconnectwise.net",
  "https://evil.example?.myconnectwise.net",
  "https://127.0.0.1/",
  "http://127.0.0.1:4602/",
  "http://localhost:4602/",
  "http://[::1]:4602/",
  "https://2130706433/",
  "https://[::ffff:127.0.0.1]/",
  "http://169.254.169.254/latest/meta-data/",
  "https://10.0.0.5/",
  "file:///etc/passwd",
  "ftp://na.myconnectwise.net/",
])("%s may not be called", (address) => expect(isAllowed(address)).toBe(false));

test("other hosts are allowed by configuration: one host, or all below a domain", () => {
  const rule = { ...deployed, suffixes: ["psa.partner.example", ".cw.example"] };
  expect(isAllowed("https://psa.partner.example/", rule)).toBe(true);
  expect(isAllowed("https://other.psa.partner.example/", rule)).toBe(false);
  expect(isAllowed("https://a.cw.example/", rule)).toBe(true);
  expect(isAllowed("https://acw.example/", rule)).toBe(false);
});

test.each([
  ["http://127.0.0.1:4602/", true],
  ["http://localhost:4602/", true],
  ["http://[::1]:4602/", true],
  ["http://127.0.0.1.evil.example:4602/", false],
  ["http://someone@127.0.0.1:4602/", false],
  ["http://10.0.0.5:4602/", false],
  ["http://0.0.0.0:4602/", false],
])("in a sandbox %s is allowed: %p", (address, allowed) => expect(isAllowed(address, sandbox)).toBe(allowed));

test("the refusal says what is wrong with the address", () => {
  expect(() => requireAllowedHost(new URL("http://na.myconnectwise.net"), deployed)).toThrow(
    expect.objectContaining({
      kind: "rejected",
      words: "na.myconnectwise.net: the address must begin with https://.",
    }),
  );
});

test.each(["8.8.8.8", "20.53.203.50", "1.1.1.1", "2606:4700:4700::1111", "2a03:2880:f12f::1"])(
  "%s is public",
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.168.1.1",
  "198.18.0.1",
  "203.0.113.7",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "fc00::1",
  "fe80::1",
  "ff02::1",
  "2001:db8::1",
  "2001::1",
  "2002:7f00:1::1",
  "3fff::1",
  "not an address",
])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

type Found = { error: Error | null; address: string | LookupAddress[] };

const lookUp = (hostname: string, addresses: string[], rule = deployed, all = true): Promise<Found> =>
  new Promise((resolve) => {
    const answered = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const lookup = guardedLookup(rule, (_, __, done) => done(null, answered));
    lookup(hostname, { all }, (error, address) => resolve({ error, address }));
  });

test("a name that leads to public addresses only is connected to", async () => {
  const found = await lookUp("na.myconnectwise.net", ["20.53.203.50", "2606:4700::1"]);
  expect(found).toEqual({
    error: null,
    address: [
      { address: "20.53.203.50", family: 4 },
      { address: "2606:4700::1", family: 6 },
    ],
  });
  expect((await lookUp("na.myconnectwise.net", ["20.53.203.50"], deployed, false)).address).toBe(
    "20.53.203.50",
  );
});

test.each([[["10.0.0.5"]], [["20.53.203.50", "127.0.0.1"]], [["20.53.203.50", "fe80::1"]], [[]]])(
  "a name that leads to %j is refused at connect time",
  async (addresses) => {
    expect((await lookUp("na.myconnectwise.net", addresses)).error).toBeInstanceOf(ForbiddenAddress);
    expect((await lookUp("na.myconnectwise.net", addresses, sandbox)).error).toBeInstanceOf(ForbiddenAddress);
  },
);

test("localhost is looked up for a sandbox only, and must be loopback", async () => {
  expect((await lookUp("localhost", ["127.0.0.1", "::1"], sandbox)).error).toBeNull();
  expect((await lookUp("localhost", ["127.0.0.1"])).error).toBeInstanceOf(ForbiddenAddress);
  expect((await lookUp("localhost", ["10.0.0.5"], sandbox)).error).toBeInstanceOf(ForbiddenAddress);
});

test("a name that cannot be looked up gives the resolver's own error", async () => {
  const unknown = Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  const lookup = guardedLookup(deployed, (_, __, done) => done(unknown, []));
  const error = await new Promise((resolve) => lookup("na.myconnectwise.net", {}, resolve));
  expect(error).toBe(unknown);
});
