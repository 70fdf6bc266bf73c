import { systemClock } from "@/lib/clock";
import { pause } from "@/lib/pause";
import { requireAllowedHost } from "../host-rule";
import { HttpClient } from "../http";
import type { CallRecord, ConnectorHooks } from "../http/types";
import type { UnitsPsa } from "../psa";
import { checkAccess } from "./access";
import { createCharge, readCharges } from "./charges";
import { readChoices } from "./choices";
import { type Budget, sharedBudget } from "./client/budget";
import { AutotaskClient, type Keys } from "./client/client";
import { rootAddress } from "./client/site";
import { Zone, zonePath } from "./client/zone";
import type { Autotask } from "./context";
import { Currencies } from "./currencies";
import { extendAgreement, readAgreement, readAgreements, readCompanies } from "./directory";
import { explainAnswer, service } from "./errors";
import { changeItem, createItem, readItem, readItems, readItemsBySku } from "./items";
import { Picklists } from "./picklists";
import { ServiceNames } from "./service-names";
import { adjustUnits, readItemServices, readServices, readServicesOfAll } from "./services";

/** Keys are sent to nobody else's hosts, not even another PSA's. */
const vendorSuffix = ".autotask.net";

export type AutotaskOptions = Keys &
  ConnectorHooks & {
    /** Where to ask for the user's zone; null or empty: the vendor's own address. */
    site: string | null;
    /** Hosts beyond the vendor's cloud. */
    hostSuffixes?: readonly string[];
    /** Also allows http on this machine's loopback. */
    allowSandbox: boolean;
    /** Threads, quota and pace; that of all connectors of this user in this process when absent. */
    budget?: Budget;
    timeoutMs?: number;
  };

/**
 * Autotask PSA behind the words of UnitsPsa. Throws ApiError `rejected` at once for an address that may not be called;
 * `close` when done, to end its connections.
 */
export function createAutotaskConnector(options: AutotaskOptions): UnitsPsa & { close(): Promise<void> } {
  const root = rootAddress(options.site);
  const suffixes = [vendorSuffix, ...(options.hostSuffixes ?? [])];
  const hosts = { service, suffixes, allowSandbox: options.allowSandbox };
  requireAllowedHost(root, hosts);
  const { clock = systemClock, sleep = pause, userName, integrationCode } = options;
  const budget = options.budget ?? sharedBudget(root.href, userName, integrationCode);
  const onCall = (call: CallRecord) => {
    if (!call.path.endsWith(zonePath)) budget.threshold.count(clock);
    options.onCall?.(call);
  };
  const secrets = () => [options.secret, integrationCode];
  const http = new HttpClient({ ...options, onCall, service, explain: explainAnswer, hosts, secrets });
  const zone = new Zone(http, root, userName, hosts);
  const client = new AutotaskClient(http, zone, budget, clock, options);
  const autotask: Autotask = {
    client,
    picklists: new Picklists(client),
    currencies: new Currencies(client),
    serviceNames: new ServiceNames(client),
    budget,
    clock,
    sleep,
  };
  return {
    kind: "autotask",
    checkAccess: () => checkAccess(client),
    companies: () => readCompanies(client),
    agreements: () => readAgreements(autotask),
    items: () => readItems(autotask),
    choices: () => readChoices(autotask),
    agreement: (agreementId) => readAgreement(autotask, agreementId),
    extendAgreement: (agreementId, endDate, limits) =>
      extendAgreement(autotask, agreementId, endDate, limits),
    services: (agreement) => readServices(autotask, agreement),
    servicesOfAll: (agreements) => readServicesOfAll(autotask, agreements),
    itemServices: (wanted) => readItemServices(autotask, wanted),
    adjustUnits: (adjustment, limits) => adjustUnits(autotask, adjustment, limits),
    item: (itemId) => readItem(autotask, itemId),
    itemsBySku: (sku) => readItemsBySku(autotask, sku),
    createItem: (item, limits) => createItem(autotask, item, limits),
    changeItem: (itemId, change, limits) => changeItem(autotask, itemId, change, limits),
    charges: (agreementId) => readCharges(autotask, agreementId),
    createCharge: (agreementId, charge, limits) => createCharge(autotask, agreementId, charge, limits),
    close: () => http.close(),
  };
}
