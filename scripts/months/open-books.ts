import { buildWorld } from "@/sandbox/world/build";
import type { ScenarioName } from "@/sandbox/world/seed";
import { autotaskBooks } from "./autotask-books";
import { connectWiseBooks } from "./connectwise-books";
import type { PsaBooks, PsaName } from "./psa-books";

export function openBooks(psa: PsaName, control: string): PsaBooks {
  return psa === "autotask" ? autotaskBooks(control) : connectWiseBooks(control);
}

/** What Autotask's sandbox books charges under: an active code for materials. */
export function chargeBillingCode(scenario: ScenarioName): string {
  const { billingCodes } = buildWorld({ scenario }).autotask;
  const materials = 4;
  const code = billingCodes.find(({ useType, isActive }) => useType === materials && isActive);
  if (!code) throw new Error("Autotask's sandbox has no billing code for charges.");
  return String(code.id);
}
