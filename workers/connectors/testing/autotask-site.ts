import { Budget } from "../autotask/client/budget";
import { type AutotaskOptions, createAutotaskConnector } from "../autotask/provider";
import type { UnitsAdjustment, UnitsPsa } from "../psa";
import { all } from "./expect-error";
import { testSandbox } from "./sandbox";
import { recordingHooks } from "./waits";

export const limits = { timeoutMs: 5_000 };

/** A sandbox for all tests of a file, with connectors to its PSA. */
export function autotaskSandbox() {
  const { control, endpoints, closing } = testSandbox();

  /** A connector that does not really wait, with what it calls and waits for. */
  function connect(change: Partial<AutotaskOptions> = {}) {
    const { url, ...keys } = endpoints().autotask;
    const log = recordingHooks();
    const psa = createAutotaskConnector({
      site: url,
      ...keys,
      allowSandbox: true,
      budget: new Budget(),
      ...log.hooks,
      ...change,
    });
    closing(psa);
    return { psa, ...log };
  }

  /** A contract that carries services of other tools, and a service that is not on it. */
  async function place() {
    const { psa } = connect();
    for (const agreement of await all(psa.agreements())) {
      if (agreement.billed !== "as_posted" || agreement.status !== "active") continue;
      const { services } = await psa.services(agreement);
      const item = (await all(psa.items())).find(
        (one) => one.vendorSku !== null && !services.some(({ itemId }) => itemId === one.id),
      );
      if (services.length > 0 && item) return { agreement, agreementId: agreement.id, item, itemId: item.id };
    }
    throw new Error("The scenario has no contract or no service to use.");
  }

  return { connect, place, control, endpoints };
}

export const adjustment = (
  agreementId: string,
  itemId: string,
  date: string,
  change: Partial<UnitsAdjustment> = {},
): UnitsAdjustment => ({
  agreementId,
  itemId,
  serviceId: null,
  repeat: false,
  date,
  unitChange: "25",
  unitPrice: "34.55",
  unitCost: "28.19",
  ...change,
});

/** The contract's services as the PSA has them, by the catalogue's id. */
export async function servicesOf(psa: UnitsPsa, agreementId: string, itemId: string) {
  const agreement = await psa.agreement(agreementId);
  if (!agreement) throw new Error("The contract is gone.");
  const { services } = await psa.services(agreement);
  return services.filter((one) => one.itemId === itemId);
}
