const shownOfId = 6;

/** What tells a customer from another one of the same tenant; null: there is none. */
export function tenantAgreementWords(contractAgreementId: string | null): string | null {
  if (contractAgreementId === null) return null;
  const isLong = contractAgreementId.length > shownOfId;
  return `PRISM agreement ${isLong ? `…${contractAgreementId.slice(-shownOfId)}` : contractAgreementId}`;
}
