import type { World } from "@/sandbox/world/seed";
import type { SandboxEndpoints } from "../../services/sandboxes";
import { changedLines } from "./minimum";
import type { Change, Psa } from "./options";

/** One bare request, as undici takes it. */
export type BareCall = {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
};

export type Floor = {
  origin: string;
  /** As many at once as the connector allows itself. */
  connections: number;
  calls: Iterable<BareCall>;
};

type Asked = { psa: Psa; change: Change; world: World; calls: number };
type WrittenLine = { agreementId: number; itemId: number; quantity: number };

/** The writes of a run, creations all of them, and reads of what stands on the agreements up to the number of its calls. */
export function floorCalls(endpoints: SandboxEndpoints, asked: Asked): Floor {
  return asked.psa === "connectwise" ? connectWise(endpoints, asked) : autotask(endpoints, asked);
}

function connectWise({ connectwise }: SandboxEndpoints, asked: Asked): Floor {
  const { url, companyId, publicKey, privateKey, clientId } = connectwise;
  const keys = Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString("base64");
  const headers = { authorization: `Basic ${keys}`, clientid: clientId, "content-type": "application/json" };
  const base = "/v4_6_release/apis/3.0/finance/agreements";
  return {
    origin: url,
    connections: 8,
    calls: mixed(
      asked,
      (id) => ({ method: "GET", path: `${base}/${id}/additions?pageSize=1000`, headers }),
      ({ agreementId, itemId, quantity }) => ({
        method: "POST",
        path: `${base}/${agreementId}/additions`,
        headers,
        body: JSON.stringify({
          product: { id: itemId },
          quantity,
          effectiveDate: `${asked.world.newestUsageMonth}T00:00:00Z`,
          billCustomer: "Billable",
        }),
      }),
    ),
  };
}

function autotask(
  { autotask: { url, userName, secret, integrationCode } }: SandboxEndpoints,
  asked: Asked,
): Floor {
  const headers = {
    ApiIntegrationCode: integrationCode,
    UserName: userName,
    Secret: secret,
    "Content-Type": "application/json",
  };
  const base = "/ATServicesRest/V1.0";
  return {
    origin: new URL(url).origin,
    connections: 3,
    calls: mixed(
      asked,
      (id) => ({
        method: "POST",
        path: `${base}/ContractServiceUnits/query`,
        headers,
        body: JSON.stringify({ filter: [{ op: "eq", field: "contractID", value: id }] }),
      }),
      ({ agreementId, itemId, quantity }) => ({
        method: "POST",
        path: `${base}/Contracts/${agreementId}/ServiceAdjustments`,
        headers,
        body: JSON.stringify({
          contractID: agreementId,
          serviceID: itemId,
          effectiveDate: asked.world.newestUsageMonth,
          unitChange: quantity,
        }),
      }),
    ),
  };
}

/** Reads and writes in turn, an agreement after the other. */
function* mixed(
  { world, change, calls, psa }: Asked,
  read: (agreementId: number) => BareCall,
  write: (line: WrittenLine) => BareCall,
): Iterable<BareCall> {
  const lines = writtenLines(world, psa, change);
  const agreements = world.mappings.map((mapping) => mapping.agreementId);
  const reads = Math.max(0, calls - lines.length);
  let sent = 0;
  for (const [index, line] of lines.entries()) {
    yield write(line);
    for (const due = Math.floor(((index + 1) * reads) / lines.length); sent < due; sent += 1)
      yield read(agreements[sent % agreements.length] ?? 0);
  }
}

function writtenLines(world: World, psa: Psa, change: Change): WrittenLine[] {
  const lines = world.prism.months[0]?.invoices[0]?.lines ?? [];
  const perCustomer = lines.length / world.mappings.length;
  const items = psa === "connectwise" ? world.connectwise.catalog : world.autotask.services;
  const itemIds = new Map(
    items.map((item) => ["name" in item ? nameOf(item.name) : item.description, item.id]),
  );
  const written = change === "full" ? lines.keys() : changedLines(lines.length);
  return [...written].flatMap((index) => {
    const line = lines[index];
    const mapping = world.mappings[Math.floor(index / perCustomer)];
    const itemId = itemIds.get(line?.offerName ?? "");
    if (!line || !mapping || itemId === undefined) return [];
    return [{ agreementId: mapping.agreementId, itemId, quantity: Number(line.quantity) }];
  });
}

/** A service's name ends in the SKU. */
function nameOf(serviceName: string): string {
  return serviceName.split(" PC_")[0] ?? serviceName;
}
