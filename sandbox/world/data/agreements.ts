import { uuidFrom } from "../random";
import type { PrismContractAgreementSeed } from "../seed";

export type AgreementKey = "csp" | "csp-second" | "csp-nz" | "acronis";
type ProgramKey = "csp" | "acronis";

const programs: Record<ProgramKey, { id: string; name: string; label: string }> = {
  csp: {
    id: uuidFrom("program Microsoft CSP Indirect"),
    name: "Microsoft CSP Indirect",
    label: "Microsoft CSP",
  },
  acronis: {
    id: uuidFrom("program Acronis Cyber Cloud"),
    name: "Acronis Cyber Cloud",
    label: "Acronis Cyber Cloud",
  },
};

export const programOf = (key: ProgramKey) => programs[key];

/** In the order in which their invoices stand in a month. */
const rows: { key: AgreementKey; program: ProgramKey; idText: string; currency?: string }[] = [
  { key: "csp", program: "csp", idText: "contract agreement Microsoft CSP" },
  { key: "csp-second", program: "csp", idText: "contract agreement Microsoft CSP second" },
  { key: "csp-nz", program: "csp", idText: "contract agreement Microsoft CSP New Zealand", currency: "NZD" },
  { key: "acronis", program: "acronis", idText: "contract agreement Acronis Cyber Cloud" },
];

export const agreementKeys = rows.map((row) => row.key);

export function agreementOf(key: AgreementKey): PrismContractAgreementSeed {
  const row = rows.find((one) => one.key === key);
  if (!row) throw new Error(`No contract agreement has the key ${key}`);
  const { id: programId, name: programName, label } = programOf(row.program);
  return {
    id: uuidFrom(row.idText),
    programId,
    programName,
    programReferenceLabel: label,
    ...(row.currency && { currency: row.currency }),
  };
}

/** What a customer's tenant is known by: one for each program. */
export const tenantText = (customerKey: string, key: AgreementKey = "csp") =>
  key === "acronis" ? `tenant acronis/${customerKey}` : `tenant ${customerKey}`;
