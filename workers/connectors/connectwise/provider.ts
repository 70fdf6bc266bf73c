import { psaHostSuffixes, requireAllowedHost } from "../host-rule";
import { HttpClient } from "../http";
import type { ConnectorHooks } from "../http/types";
import type { LinesPsa, NewItem, WriteLimits } from "../psa";
import { checkAccess } from "./access";
import { createCharge, readCharges } from "./charges";
import { basicKeys, ConnectWiseClient, type Keys } from "./client/client";
import { Discovery } from "./client/discovery";
import { siteOrigin } from "./client/site";
import { readAgreement, readAgreements, readCompanies } from "./directory";
import { explainAnswer, service } from "./errors";
import { findItemDefaults } from "./item-defaults";
import { changeItem, createItem, readItem, readItems, readItemsBySku } from "./items";
import { changeLine, createLine, readLine, readLines } from "./lines";
import type { ItemDefaults } from "./map/item";

export type ConnectWiseOptions = Keys &
  ConnectorHooks & {
    /** As a person writes it: "na.myconnectwise.net". */
    site: string;
    /** Sites beyond the vendor's cloud, such as those of partners who run ConnectWise themselves. */
    hostSuffixes?: readonly string[];
    /** Also allows http on this machine's loopback. */
    allowSandbox: boolean;
    /** Subcategory and type for new catalogue items; null: see findItemDefaults. */
    itemDefaults?: ItemDefaults | null;
    timeoutMs?: number;
  };

/**
 * ConnectWise PSA behind the words of LinesPsa. Throws ApiError `rejected` at once for an address that may not be
 * called; `close` when done, to end its connections.
 */
export function createConnectWiseConnector(
  options: ConnectWiseOptions,
): LinesPsa & { close(): Promise<void> } {
  const origin = siteOrigin(options.site);
  const suffixes = [...psaHostSuffixes, ...(options.hostSuffixes ?? [])];
  const hosts = { service, suffixes, allowSandbox: options.allowSandbox };
  requireAllowedHost(origin, hosts);
  const secrets = () => [basicKeys(options), options.privateKey];
  const http = new HttpClient({ ...options, service, explain: explainAnswer, hosts, secrets });
  const client = new ConnectWiseClient(http, new Discovery(http, origin, options.companyId), options);

  let itemDefaults: Promise<ItemDefaults> | null = null;
  const defaults = () => {
    if (options.itemDefaults) return Promise.resolve(options.itemDefaults);
    itemDefaults ??= findItemDefaults(client).catch((error: unknown) => {
      itemDefaults = null;
      throw error;
    });
    return itemDefaults;
  };

  const createWithDefaults = async (item: NewItem, limits: WriteLimits) =>
    createItem(client, item, await defaults(), limits);

  return {
    kind: "connectwise",
    checkAccess: () => checkAccess(client),
    companies: () => readCompanies(client),
    agreements: () => readAgreements(client),
    items: () => readItems(client),
    agreement: (agreementId) => readAgreement(client, agreementId),
    item: (itemId) => readItem(client, itemId),
    lines: (agreementId) => readLines(client, agreementId),
    line: (agreementId, lineId) => readLine(client, agreementId, lineId),
    createLine: (agreementId, line, limits) => createLine(client, agreementId, line, limits),
    changeLine: (current, change, limits) => changeLine(client, current, change, limits),
    createItem: (item, limits) => createWithDefaults(item, startLimits(limits)),
    changeItem: (itemId, change, limits) => changeItem(client, itemId, change, limits),
    itemsBySku: (sku) => readItemsBySku(client, sku),
    choices: async () => [],
    charges: (agreementId) => readCharges(client, agreementId),
    createCharge: (agreementId, charge, limits) => createCharge(client, agreementId, charge, limits),
    close: () => http.close(),
  };
}

/** The time for a write runs from here on, so that what is read for it first does not lengthen it. */
function startLimits({ timeoutMs, signal }: WriteLimits): WriteLimits {
  const late = AbortSignal.timeout(timeoutMs);
  return { timeoutMs, signal: signal ? AbortSignal.any([signal, late]) : late };
}
