import { ApiError } from "@/lib/errors";
import { service } from "../errors";

const vendorDomains = [".myconnectwise.net", ".connectwisedev.com"];

/**
 * The origin of a site as a person writes it: "na.myconnectwise.net", "https://api-na.myconnectwise.net/".
 * The vendor's cloud answers its API only at hosts that begin with "api-" (elsewhere: "SSL is required."),
 * so the web address that people know is turned into that one. Throws ApiError `rejected` for what is no address.
 */
export function siteOrigin(site: string): URL {
  const text = site.trim();
  const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) {
    throw new ApiError({ service, kind: "rejected", words: `"${text}" is not the address of a site.` });
  }
  const url = new URL(address);
  const cloud = vendorDomains.some((domain) => url.hostname.endsWith(domain));
  if (cloud && !url.hostname.startsWith("api-")) url.hostname = `api-${url.hostname}`;
  url.pathname = "/";
  url.search = "";
  url.hash = "";
  return url;
}
