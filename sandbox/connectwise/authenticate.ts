import type { SandboxRequest } from "../http/service";
import { noEndpoint, type Problem, plain } from "./problem";
import type { Site } from "./site";

function refusalOfKeys(site: Site): Problem {
  switch (site.settings.wrongKeys) {
    case "401":
      return plain(401, "Unauthorized", "The API key or credentials are not valid.");
    case "403":
      return plain(403, "Security", "Incorrect public/private key");
    case "404":
      return noEndpoint();
  }
}

/** Checks `Authorization: Basic base64(companyId+publicKey:privateKey)` and `clientId`; throws the refusal. */
export function authenticate(site: Site, { headers }: SandboxRequest): void {
  const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? "");
  if (!basic) throw plain(401, "ConnectWiseApi", "UserNotAuthenticated");
  const { companyId, publicKey, privateKey, clientId } = site.keys;
  const given = Buffer.from(basic[1] ?? "", "base64").toString("utf8");
  const [company = "", ...secret] = given.split("+");
  const known =
    company.toLowerCase() === companyId.toLowerCase() && secret.join("+") === `${publicKey}:${privateKey}`;
  if (!known) throw refusalOfKeys(site);
  if (headers.clientid === clientId) return;
  if (site.settings.missingClientId === "401")
    throw plain(401, "Unauthorized", "The clientId header is missing or not valid.");
  throw plain(403, "Security", "The clientId header is missing or not valid.");
}

/** Accept names a version or nothing in particular; other types beside it do not matter. */
export function checkAccept({ headers }: SandboxRequest): void {
  const accept = headers.accept ?? "*/*";
  const fine = /application\/vnd\.connectwise\.com\+json|application\/json|application\/\*|\*\/\*/i.test(
    accept,
  );
  if (!fine) throw plain(406, "ConnectWiseApi", `The media type '${accept}' is not supported.`);
}
