import { ApiError } from "@/lib/errors";
import { service } from "../errors";

/** Answers for every zone which one a user is in. */
const front = "https://webservices.autotask.net";
const root = "/ATServicesRest/";

/**
 * Where to ask for a user's zone. A person need not name any site; the web address that people know
 * ("https://ww6.autotask.net/") leads to the vendor's front too. Ends in /ATServicesRest/.
 * Throws ApiError `rejected` for what is no address.
 */
export function rootAddress(site: string | null): URL {
  const text = site?.trim() ?? "";
  if (text === "") return new URL(root, front);
  const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) {
    throw new ApiError({ service, kind: "rejected", words: `"${text}" is not the address of a site.` });
  }
  const url = new URL(address);
  const isWebAddress = url.hostname.endsWith(".autotask.net") && !url.hostname.startsWith("webservices");
  return isWebAddress ? new URL(root, front) : new URL(root, url);
}
