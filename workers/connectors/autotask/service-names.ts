import type { AutotaskClient } from "./client/client";
import { idIn } from "./client/filter";
import { pageSize, queryRows } from "./client/pages";
import { serviceNameFields, serviceNameSchema } from "./schemas";

/** Names of catalogue services by id, each read once: contracts share the same few. */
export class ServiceNames {
  private readonly names = new Map<string, string>();

  constructor(private readonly client: AutotaskClient) {}

  async of(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const missing = [...new Set(ids)].filter((id) => !this.names.has(id));
    for (let start = 0; start < missing.length; start += pageSize) {
      const filter = [idIn("id", missing.slice(start, start + pageSize))];
      const query = { filter, fields: serviceNameFields };
      for await (const page of queryRows(this.client, "Services", serviceNameSchema, query)) {
        for (const { id, name } of page) this.names.set(id, name);
      }
    }
    return this.names;
  }
}
