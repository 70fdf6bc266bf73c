import { z } from "zod";
import { ApiError } from "@/lib/errors";
import { type HostRule, requireAllowedHost } from "../../host-rule";
import type { HttpClient } from "../../http";
import { textOrNull } from "../../wire/fields";
import { readJson, unreadable } from "../../wire/json";
import { service } from "../errors";

const zoneInformation = z.object({ zoneName: textOrNull, url: z.string() });

export const zonePath = "V1.0/ZoneInformation";

/** `base` ends in V1.0/. */
export type FoundZone = { name: string | null; base: URL };

/** Finds the zone that a user's tenant is in, which the vendor may move, and remembers it. */
export class Zone {
  private found: Promise<FoundZone> | null = null;

  constructor(
    private readonly http: HttpClient,
    private readonly root: URL,
    private readonly userName: string,
    private readonly hosts: HostRule,
  ) {}

  /** Throws ApiError: `unauthorised` for a user whom no zone knows, `rejected` for a zone that may not be called. */
  current(): Promise<FoundZone> {
    this.found ??= this.ask().catch((error: unknown) => {
      this.found = null;
      throw error;
    });
    return this.found;
  }

  /** Where the tenant is by now, when it is no longer at `left`; null when it still is. Asks at most once for all callers. */
  async movedFrom(left: URL): Promise<FoundZone | null> {
    const known = await this.current();
    if (known.base.href !== left.href) return known;
    this.found = null;
    const now = await this.current();
    return now.base.href === left.href ? null : now;
  }

  /** Needs no keys, and its answer is judged before any key is sent where it leads. */
  private async ask(): Promise<FoundZone> {
    const url = new URL(zonePath, this.root);
    url.search = new URLSearchParams({ user: this.userName }).toString();
    const headers = { accept: "application/json" };
    const answer = await this.http.read({ method: "GET", url, headers }).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.kind !== "not_found") throw error;
      const words = `There is no Autotask at ${this.root.host}.`;
      throw new ApiError({ service, kind: "not_found", words, call: `GET ${url.pathname}`, cause: error });
    });
    const told = readJson(zoneInformation, answer);
    if (!URL.canParse(told.url)) throw unreadable(answer, "The address of the zone is none.");
    const zone = new URL(told.url.endsWith("/") ? told.url : `${told.url}/`);
    requireAllowedHost(zone, this.hosts);
    return { name: told.zoneName, base: new URL("V1.0/", zone) };
  }
}
