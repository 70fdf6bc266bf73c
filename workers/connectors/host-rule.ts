import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { ApiError } from "@/lib/errors";

/** Cloud sites of the two vendors, and ConnectWise's staging site. */
export const psaHostSuffixes = [".myconnectwise.net", ".autotask.net", ".connectwisedev.com"];

export type HostRule = {
  /** The service that an error names. */
  service: string;
  /** With a leading dot: any host below it; without: that host alone. */
  suffixes: readonly string[];
  /** Also allows plain http on this machine's loopback. */
  allowSandbox: boolean;
};

type Resolve = (
  hostname: string,
  options: { all: true; family?: number | undefined },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

/**
 * A PSA's address is user input, so it may name only the vendor's own sites, or else a portal
 * could be made to call whatever its network can reach. Throws ApiError `rejected`, in words, for any other address.
 */
export function requireAllowedHost(url: URL, rule: HostRule): void {
  if (rule.allowSandbox && isSandboxUrl(url)) return;
  const problem = hostProblem(url, rule);
  if (problem === null) return;
  throw new ApiError({ service: rule.service, kind: "rejected", words: `${url.host}: ${problem}` });
}

function hostProblem(url: URL, rule: HostRule): string | null {
  if (url.protocol !== "https:") return "the address must begin with https://.";
  if (url.port !== "") return "the address must not name a port.";
  if (url.username !== "" || url.password !== "") return "the address must not hold a name or a password.";
  const known = rule.suffixes.some((suffix) =>
    suffix.startsWith(".") ? url.hostname.endsWith(suffix) : url.hostname === suffix,
  );
  return known ? null : `this is not an address of ${rule.service} that may be called.`;
}

function isSandboxUrl(url: URL): boolean {
  return url.protocol === "http:" && loopbackHosts.includes(url.hostname) && url.username === "";
}

/**
 * A `lookup` for sockets that refuses a name as soon as one of its addresses is not on the public internet
 * (or, for the sandbox's names, not loopback). It runs at connect time, so a name that changes its
 * address between check and use gains nothing. A socket to a bare address makes no look-up: `requireAllowedHost` has judged it.
 */
export function guardedLookup(rule: HostRule, resolve: Resolve = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    const family = typeof options.family === "number" ? options.family : undefined;
    resolve(hostname, { all: true, family }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const local = rule.allowSandbox && hostname === "localhost";
      const allowed = local ? isLoopback : isPublicAddress;
      const first = addresses[0];
      if (!first || !addresses.every(({ address }) => allowed(address))) {
        return callback(new ForbiddenAddress(hostname), "", 0);
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** A name that leads into a private network. */
export class ForbiddenAddress extends Error {
  constructor(hostname: string) {
    super(`${hostname} does not lead to a public address.`);
    this.name = "ForbiddenAddress";
  }
}

/** Ranges of the special-purpose registries (RFC 6890 and its successors) that are not on the public internet. */
const special = new BlockList();
for (const [address, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  special.addSubnet(address, bits, "ipv4");
}
for (const [address, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  special.addSubnet(address, bits, "ipv6");
}
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** True for an address that anybody on the internet could reach. IPv6 that embeds an IPv4 address is refused. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  return family === 6 && globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6");
}

function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 4 ? "ipv4" : "ipv6");
}
