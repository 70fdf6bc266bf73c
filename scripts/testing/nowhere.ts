import type { SandboxEndpoints } from "../services/sandboxes";

/** For a portal alone: it calls none of them. */
export const nowhere: SandboxEndpoints = {
  prism: {
    api: "http://127.0.0.1:9",
    identity: "http://127.0.0.1:9",
    clientId: "none",
    clientSecret: "none",
  },
  connectwise: {
    url: "http://127.0.0.1:9",
    companyId: "none",
    publicKey: "none",
    privateKey: "none",
    clientId: "none",
  },
  autotask: { url: "http://127.0.0.1:9/", userName: "none", secret: "none", integrationCode: "none" },
  mail: { url: "http://127.0.0.1:9", apiKey: "none" },
  control: "http://127.0.0.1:9",
};
