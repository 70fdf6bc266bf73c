const vendorDomains = [".myconnectwise.net", ".connectwisedev.com"];

/**
 * The page of an agreement in ConnectWise's own web client, or null when the site is no address on the web.
 * The form of the address is seen in public code, documented nowhere. People use the host without "api-".
 * `site` as a person wrote it: "api-na.myconnectwise.net", "https://na.myconnectwise.net/".
 */
export function connectWiseAgreementLink(
  site: string,
  companyId: string,
  agreementId: string,
): string | null {
  const text = site.trim();
  const address = text.includes("://") ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const url = new URL("/v4_6_release/services/system_io/router/openrecord.rails", address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  const cloud = vendorDomains.some((domain) => url.hostname.endsWith(domain));
  if (cloud && url.hostname.startsWith("api-")) url.hostname = url.hostname.slice("api-".length);
  url.username = "";
  url.password = "";
  url.search = new URLSearchParams({
    locale: "en_US",
    recordType: "AgreementFV",
    recid: agreementId,
    companyName: companyId,
  }).toString();
  return url.toString();
}

/** Where Autotask tells which of its zones a user belongs to; public clients ask there. */
export const autotaskHost = "webservices.autotask.net";
