import type { z } from "zod";
import { ApiError } from "@/lib/errors";
import { readJson } from "../wire/json";
import type { AutotaskClient } from "./client/client";
import { service } from "./errors";
import { fieldsSchema } from "./schemas";

type Field = z.output<typeof fieldsSchema>["fields"][number];
export type PicklistValue = NonNullable<Field["picklistValues"]>[number];

/**
 * What a tenant's entities look like: which fields they have, and what the numbers of its picklists mean, which differ from
 * tenant to tenant. Read once for each entity. `entity` is a path: "Services", "Contracts/7/Charges".
 */
export class Picklists {
  private readonly read = new Map<string, Promise<Map<string, Field>>>();

  constructor(private readonly client: AutotaskClient) {}

  async hasField(entity: string, field: string): Promise<boolean> {
    return (await this.fields(entity)).has(field.toLowerCase());
  }

  /** Empty where the field is unknown or has no picklist. */
  async values(entity: string, field: string): Promise<PicklistValue[]> {
    return (await this.fields(entity)).get(field.toLowerCase())?.picklistValues ?? [];
  }

  /** Labels by value. */
  async labels(entity: string, field: string): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.values(entity, field)).map(({ value, label }) => [value, label]));
  }

  /** The value whose label is this one. Throws ApiError `rejected` (`psa_prerequisite_missing`) when the tenant has none. */
  async valueOf(entity: string, field: string, label: string): Promise<string> {
    const values = await this.values(entity, field);
    const found = values.find((one) => one.isActive && plain(one.label) === plain(label));
    if (found) return found.value;
    const words = `The list "${field}" of ${entity} has no active value "${label}".`;
    throw new ApiError({ service, kind: "rejected", refusal: "psa_prerequisite_missing", words });
  }

  private fields(entity: string): Promise<Map<string, Field>> {
    // What a charge looks like does not depend on its contract.
    const key = entity.replace(/\/\d+\//, "/");
    const known = this.read.get(key) ?? this.ask(entity, key);
    this.read.set(key, known);
    return known;
  }

  private async ask(entity: string, key: string): Promise<Map<string, Field>> {
    try {
      const answer = await this.client.get(`${entity}/entityInformation/fields`);
      const { fields } = readJson(fieldsSchema, answer);
      return new Map(fields.map((field) => [field.name.toLowerCase(), field]));
    } catch (error) {
      this.read.delete(key);
      throw error;
    }
  }
}

/** Labels are compared by their letters: "Semi-Annual" and "Semi-annual" are one. */
export function plain(label: string): string {
  return label.toLowerCase().replace(/[^a-z]/g, "");
}
