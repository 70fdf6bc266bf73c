/** What people call the PSAs. */
export const connectorNames = { connectwise: "ConnectWise", autotask: "Autotask" } as const;

export type ConnectorKind = keyof typeof connectorNames;

export type PsaWords = {
  /** Of the PSA itself. */
  name: string;
  agreement: string;
  anAgreement: string;
  agreements: string;
  /** At the start of a sentence. */
  Agreement: string;
  /** What takes a charge that comes once, such as an annual payment. */
  chargeAgreement: string;
  aChargeAgreement: string;
  /** What a product of the price list becomes. */
  item: string;
  Item: string;
  /** At the start of a sentence. */
  anItem: string;
  items: string;
  /** Where the rights of our keys are kept. */
  rights: string;
};

/** Each PSA's own words for what the pages name. */
export const psaWords: Readonly<Record<ConnectorKind, PsaWords>> = {
  connectwise: {
    name: connectorNames.connectwise,
    agreement: "agreement",
    anAgreement: "an agreement",
    agreements: "agreements",
    Agreement: "Agreement",
    chargeAgreement: "one-time agreement",
    aChargeAgreement: "a one-time agreement",
    item: "item",
    Item: "Item",
    anItem: "An item",
    items: "items",
    rights: "the security role of the API member",
  },
  autotask: {
    name: connectorNames.autotask,
    agreement: "contract",
    anAgreement: "a contract",
    agreements: "contracts",
    Agreement: "Contract",
    chargeAgreement: "fixed-price contract",
    aChargeAgreement: "a fixed-price contract",
    item: "service",
    Item: "Service",
    anItem: "A service",
    items: "services",
    rights: "the security level of the API user",
  },
};

/** The words of the PSA of this name; ConnectWise's where none is known. */
export function wordsOfPsa(name: string | null): PsaWords {
  return psaWords[name === psaWords.autotask.name ? "autotask" : "connectwise"];
}
