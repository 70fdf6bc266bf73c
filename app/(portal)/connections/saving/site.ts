/**
 * A site as it is kept: the host alone, "na.myconnectwise.net"; with its scheme where that is not https or a port is
 * named. A path is left off, because people paste addresses of pages. Null: no address, or one with a name in it.
 */
export function plainSite(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "" || /\s/.test(trimmed)) return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return null;
  if (url.protocol === "https:" && url.port === "") return url.hostname.includes(".") ? url.hostname : null;
  return url.protocol === "https:" || url.protocol === "http:" ? url.origin : null;
}

/** Two ways to write one site: ConnectWise answers with and without "api-" before its host. */
export function sameSite(one: string, other: string): boolean {
  const plain = (site: string) => site.toLowerCase().replace(/^api-/, "");
  return plain(one) === plain(other);
}
