import type { LinesPsa, PsaConnector, UnitsPsa } from "@/workers/connectors/psa";

/** Dated lines are written only where the PSA has them; anything else is a fault of ours. */
export function asLinesPsa(psa: PsaConnector): LinesPsa {
  if (psa.kind === "connectwise") return psa;
  throw new Error(`${psa.kind} bills by units and has no dated lines.`);
}

/** Units are adjusted only where the PSA has them; anything else is a fault of ours. */
export function asUnitsPsa(psa: PsaConnector): UnitsPsa {
  if (psa.kind === "autotask") return psa;
  throw new Error(`${psa.kind} bills by dated lines and has no units.`);
}
