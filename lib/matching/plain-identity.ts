/** Hosts under which many companies have a page or a mailbox: sharing one says nothing. */
const sharedHosts = [
  "facebook.com",
  "linkedin.com",
  "instagram.com",
  "google.com",
  "sites.google.com",
  "gmail.com",
  "outlook.com",
  "hotmail.com",
  "live.com",
  "yahoo.com",
  "bigpond.com",
  "icloud.com",
];

const tenantSuffix = ".onmicrosoft.com";

/** The domain of a web address or of a tenant, without "www."; null: none, or one that many share. */
export function webDomain(text: string | null): string | null {
  const trimmed = text?.trim().toLowerCase() ?? "";
  if (trimmed === "") return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\//.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(address)) return null;
  const host = new URL(address).hostname.replace(/^www\./, "").replace(/\.$/, "");
  if (!host.includes(".") || host.endsWith(tenantSuffix) || sharedHosts.includes(host)) return null;
  return host;
}

/** The name that a tenant chose below onmicrosoft.com ("bluegum.onmicrosoft.com" → "bluegum"); null: another domain. */
export function tenantLabel(tenantDomain: string | null): string | null {
  const domain = tenantDomain?.trim().toLowerCase() ?? "";
  const label = domain.endsWith(tenantSuffix) ? domain.slice(0, -tenantSuffix.length) : "";
  return label === "" || label.includes(".") ? null : label;
}

/** A registration or tax number without spaces, punctuation and its own name ("ABN 51 824 …" → "51824…"); null: too short. */
export function plainNumber(text: string | null): string | null {
  const plain = (text ?? "")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .replace(/^(ABN|ACN|NZBN|CRN|UEN|VAT|GST|TIN|EIN)(?=[A-Z0-9]*\d)/, "");
  return plain.length >= 6 && /\d/.test(plain) && !/^0+$/.test(plain) ? plain : null;
}
