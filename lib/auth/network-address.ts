/**
 * From where a request comes, by the last entry of X-Forwarded-For: the one that our own proxy added, while a client
 * may write what it likes before it. Of an IPv6 address the network of 64 bits, which is what one customer has.
 */
export function networkAddress(forwardedFor: string | null): string {
  const last = forwardedFor?.split(",").at(-1)?.trim().toLowerCase() ?? "";
  const v4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/.exec(last)?.[1];
  if (v4) return v4;
  const v6 = /^\[?([0-9a-f:]+)(?:%[^\]]*)?\]?(?::\d+)?$/.exec(last)?.[1];
  return v6?.includes(":") ? `${firstGroups(v6)}::/64` : "unknown";
}

function firstGroups(address: string): string {
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
