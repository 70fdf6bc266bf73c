/**
 * Charges are remembered beside the agreement lines, under their reference. The prefix keeps their ids apart from those
 * of lines and services, which a PSA may count on its own.
 */
const prefix = "charge:";

/** The id under which a charge of the PSA is remembered. */
export function storedChargeId(chargeId: string): string {
  return `${prefix}${chargeId}`;
}

/** The PSA's id of a remembered charge; null: it is a line or service. */
export function chargeIdOf(storedId: string): string | null {
  return storedId.startsWith(prefix) ? storedId.slice(prefix.length) : null;
}
