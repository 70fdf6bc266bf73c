import https from "node:https";
import net from "node:net";
import { ManageAPI } from "connectwise-rest";
import type { Endpoints } from "../../start";

/** The public client of npm, as it is. */
export function manageApi(
  { url, ...keys }: Endpoints["connectwise"],
  overrides: Partial<typeof keys> = {},
): ManageAPI {
  return new ManageAPI({ ...keys, ...overrides, companyUrl: new URL(url).host, logger: () => {} });
}

/**
 * Lets https connections go without TLS until the returned function is called: the client speaks https only and the
 * sandbox http, and so what the client sends and reads stays untouched.
 */
export function speakPlainly(): () => void {
  const { globalAgent } = https;
  const plain = new https.Agent({ keepAlive: true });
  Object.assign(plain, {
    createConnection: ({ host, port }: { host: string; port: number }) => net.connect({ host, port }),
  });
  https.globalAgent = plain;
  return () => {
    plain.destroy();
    https.globalAgent = globalAgent;
  };
}

/** One step of a PATCH. The client's types allow objects as values only, its code takes any JSON. */
export function replace(path: string, value: unknown) {
  return { op: "replace" as const, path, value: JSON.parse(JSON.stringify(value)) };
}
