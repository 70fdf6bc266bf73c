import type { z } from "zod";
import { ApiError } from "@/lib/errors";
import type { DecimalText } from "@/lib/values";
import { readJson } from "../wire/json";
import type { AutotaskClient } from "./client/client";
import { everything, recordId } from "./client/filter";
import { collect, queryRows } from "./client/pages";
import {
  companyCurrencyFields,
  companyCurrencySchema,
  currencyFields,
  currencySchema,
  itemOf,
} from "./schemas";

type Currency = z.output<typeof currencySchema>;

/** In which currency a company, and so each of its contracts, is billed. Read once. */
export class Currencies {
  private table: Promise<Map<string, Currency>> | null = null;
  private readonly byCompany = new Map<string, string | null>();

  constructor(private readonly client: AutotaskClient) {}

  /** ISO codes by company, for bulk reads. */
  async ofAllCompanies(): Promise<(companyId: string) => string | null> {
    const table = await this.currencies();
    if (table.size === 0) return () => null;
    const pages = queryRows(this.client, "Companies", companyCurrencySchema, {
      filter: everything,
      fields: companyCurrencyFields,
    });
    for (const { id, currencyID } of await collect(pages)) this.byCompany.set(id, codeOf(table, currencyID));
    return (companyId) => this.byCompany.get(companyId) ?? null;
  }

  async ofCompany(companyId: string): Promise<string | null> {
    const table = await this.currencies();
    const known = this.byCompany.get(companyId);
    if (known !== undefined || table.size === 0) return known ?? null;
    const answer = await this.client.get(`Companies/${recordId(companyId)}`);
    const { item } = readJson(itemOf(companyCurrencySchema), answer);
    const code = item && codeOf(table, item.currencyID);
    this.byCompany.set(companyId, code);
    return code;
  }

  /** What a unit of the currency is worth in the tenant's own; null when Autotask does not say. */
  async rateOf(code: string | null): Promise<DecimalText | null> {
    const found = [...(await this.currencies()).values()].find(
      (one) => code !== null && isoCode(one) === code,
    );
    return found?.exchangeRate ?? null;
  }

  private currencies(): Promise<Map<string, Currency>> {
    this.table ??= this.read().catch((error: unknown) => {
      this.table = null;
      throw error;
    });
    return this.table;
  }

  /** Empty where the table may not be read: a currency that is not named is not guessed. */
  private async read(): Promise<Map<string, Currency>> {
    try {
      const pages = queryRows(this.client, "Currencies", currencySchema, {
        filter: everything,
        fields: currencyFields,
      });
      return new Map((await collect(pages)).map((one) => [one.id, one]));
    } catch (error) {
      const hidden = error instanceof ApiError && ["forbidden", "not_found", "rejected"].includes(error.kind);
      if (hidden) return new Map();
      throw error;
    }
  }
}

/** A company that names no currency is billed in the tenant's own. */
function codeOf(table: ReadonlyMap<string, Currency>, currencyId: string | null): string | null {
  const own = [...table.values()].find((one) => one.isInternalCurrency);
  const found = currencyId === null ? own : table.get(currencyId);
  return found ? isoCode(found) : null;
}

function isoCode({ name }: Currency): string | null {
  return name !== null && /^[A-Z]{3}$/.test(name) ? name : null;
}
