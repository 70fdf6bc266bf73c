import type { StoredLine } from "@/db/queries/runs/positions";
import { chargeOfLine } from "@/workers/connectors/line-charge";
import type { AgreementLine, PsaCharge } from "@/workers/connectors/psa";
import { chargeIdOf } from "../../writes/stored-charges";
import type { Subject } from "../subject";

/** In ConnectWise charges are read with the lines, of which they are some. */
export function chargesOfLines(lines: AgreementLine[]): PsaCharge[] {
  return lines.filter((line) => line.reference !== null).map(chargeOfLine);
}

/** A charge that we remember keeps its reference, whatever a person has made of it in the PSA. */
export function withOwnReferences(charges: PsaCharge[], stored: StoredLine[]): PsaCharge[] {
  const references = new Map(stored.map((line) => [chargeIdOf(line.psaLineId), line.key]));
  return charges.map((charge) => ({ ...charge, reference: references.get(charge.id) ?? charge.reference }));
}

/** What the references of a subject's charges begin with; a licence has charges of its catch-up amounts. */
export function chargePrefix({ key, kind, subscriptionId }: Subject): string {
  return kind === "licence" ? `${subscriptionId}:catch` : key;
}
