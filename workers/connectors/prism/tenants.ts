import type { SourceTenant } from "../source";
import { readJsonItems } from "../wire/json-items";
import type { PrismClient } from "./client";
import { service } from "./errors";
import { mapTenant } from "./map";
import { tenantSchema } from "./schemas";

const batchSize = 200;

/** Tenants in batches, read as they come in: those of a large partner would not fit in memory at once. */
export async function* readTenants(
  client: PrismClient,
  contractAgreementId: string,
): AsyncGenerator<SourceTenant[]> {
  const path = `api/v2/contractagreements/${encodeURIComponent(contractAgreementId)}/tenants`;
  const chunks = await client.file(path, "application/json", () => undefined);
  const answered = { service, call: `GET /${path}`, status: 200 };
  for await (const batch of readJsonItems(tenantSchema, chunks, answered, batchSize))
    yield batch.map(mapTenant);
}
