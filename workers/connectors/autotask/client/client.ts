import { z } from "zod";
import type { Clock } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import type { HttpClient } from "../../http";
import type { HttpAnswer, HttpRequest } from "../../http/types";
import type { WriteLimits } from "../../psa";
import { count } from "../../wire/fields";
import { readJson, unreadable, writeJson } from "../../wire/json";
import { service } from "../errors";
import type { Budget } from "./budget";
import type { Reading } from "./threshold";
import type { FoundZone, Zone } from "./zone";

export type Keys = { userName: string; secret: string; integrationCode: string };

/** `path` is below `V1.0/` and may carry a query. */
export type Call = { method: HttpRequest["method"]; path: string; body?: unknown; signal?: AbortSignal };

const thresholdInformation = z.object({
  externalRequestThreshold: count,
  currentTimeframeRequestCount: count,
});
/** What the vendor documents, for tenants that do not let us read it. */
const documentedThreshold = 10_000;

/** Autotask's calls: zone, headers, threads and quota. Throws only ApiError. */
export class AutotaskClient {
  private readonly headers: Record<string, string>;

  constructor(
    private readonly http: HttpClient,
    private readonly zone: Zone,
    private readonly budget: Budget,
    private readonly clock: Clock,
    keys: Keys,
  ) {
    this.headers = {
      ApiIntegrationCode: keys.integrationCode,
      UserName: keys.userName,
      Secret: keys.secret,
      "Content-Type": "application/json",
      accept: "application/json",
    };
  }

  get(path: string, signal?: AbortSignal): Promise<HttpAnswer> {
    return this.repeatable({ method: "GET", path, ...(signal ? { signal } : {}) });
  }

  /** A call that changes nothing, however often it is made: a read, or a write that must fail validation. */
  async repeatable(call: Call): Promise<HttpAnswer> {
    await this.admit();
    return this.inZone((base) => this.inThread(call, () => this.http.read(this.request(call, base))));
  }

  /**
   * Sends within the limits, and never again here, except to the zone that the tenant has moved to: the old one said
   * plainly, by 401, that it did nothing.
   */
  async write(call: Call, limits: WriteLimits): Promise<HttpAnswer> {
    const late = AbortSignal.timeout(limits.timeoutMs);
    const signal = limits.signal ? AbortSignal.any([limits.signal, late]) : late;
    await this.admit();
    return this.inZone((base) =>
      this.inThread(call, () => {
        if (signal.aborted) throw noTimeLeft();
        return this.http.write({ ...this.request(call, base), timeoutMs: limits.timeoutMs, signal });
      }),
    );
  }

  /** The call that reads the page which an answer names. Keys go only where they went before. */
  async pageCall({ method, body }: Call, nextPageUrl: string, answer: HttpAnswer): Promise<Call> {
    const { base } = await this.zone.current();
    const url = URL.canParse(nextPageUrl) ? new URL(nextPageUrl) : null;
    const below = url?.pathname.toLowerCase().startsWith(base.pathname.toLowerCase());
    if (!url || url.origin !== base.origin || !below) {
      throw unreadable(answer, "The link to the next page leads elsewhere.");
    }
    const path = url.pathname.slice(base.pathname.length) + url.search;
    return body === undefined ? { method, path } : { method, path, body };
  }

  zoneName(): Promise<string | null> {
    return this.zone.current().then(({ name }) => name);
  }

  private admit(): Promise<void> {
    return this.budget.threshold.admit(this.clock, () => this.readThreshold());
  }

  private async readThreshold(): Promise<Reading> {
    const call: Call = { method: "GET", path: "ThresholdInformation" };
    try {
      const answer = await this.inZone((base) => this.http.read(this.request(call, base)));
      const told = readJson(thresholdInformation, answer);
      return { limit: told.externalRequestThreshold, used: told.currentTimeframeRequestCount };
    } catch (error) {
      const hidden = error instanceof ApiError && ["forbidden", "not_found", "rejected"].includes(error.kind);
      if (!hidden) throw error;
      return { limit: documentedThreshold, used: this.budget.threshold.own(this.clock) };
    }
  }

  private async inZone<T>(send: (base: URL) => Promise<T>): Promise<T> {
    const { base } = await this.zone.current();
    try {
      return await send(base);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const moved: FoundZone | null = await this.zone.movedFrom(base);
      if (!moved) throw error;
      return send(moved.base);
    }
  }

  private inThread<T>({ path }: Call, send: () => Promise<T>): Promise<T> {
    return this.budget.run(entitiesOf(path), send);
  }

  private request({ method, path, body, signal }: Call, base: URL): HttpRequest {
    const url = new URL(path, base);
    const request = { method, url, headers: this.headers, signal };
    return body === undefined ? request : { ...request, body: writeJson(body) };
  }
}

/** Nothing was sent: what came before the write took all the time that it had. */
export function noTimeLeft(): ApiError {
  return new ApiError({ service, kind: "timeout", words: "There was no time left to write." });
}

/** "Contracts/7/Charges/1" counts to Contracts and to ContractCharges; addresses of later pages may be written in any case. */
function entitiesOf(path: string): string[] {
  const [root = "", id = "", child = ""] = (path.split("?")[0] ?? "").split("/");
  const isChild = /^\d+$/.test(id) && child !== "";
  return isChild ? [root, `Contract${child}`] : [root];
}
