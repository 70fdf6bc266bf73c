import type { SandboxControl } from "@/scripts/testing/sandbox-control";

/** The PSA bills the next period of the chosen agreements or contracts; throws when there was nothing to bill. */
export async function billOnce(control: SandboxControl, service: string, choice: object): Promise<void> {
  const invoices = await control.billBy(service, choice);
  if (!Array.isArray(invoices) || invoices.length === 0) throw new Error("Nothing was billed.");
}
