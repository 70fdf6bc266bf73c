import type { Service } from "../http/service";

export const autotaskKeys = {
  userName: "api-user@sandbox.example",
  secret: "SandboxSecret",
  integrationCode: "SANDBOXINTEGRATIONCODE",
} as const;

/** Keeps Autotask's port until its stand-in is there: every call is answered 501 in Autotask's error shape. */
export function createAutotaskService(): Service {
  const errors = ["Autotask is not part of this sandbox yet. Its address and keys are reserved."];
  return {
    name: "autotask",
    handle: () => ({ status: 501, body: { errors } }),
    snapshot: () => null,
    restore: () => {},
  };
}
