import { z } from "zod";
import { ApiError } from "@/lib/errors";
import type { HttpClient } from "../../http";
import { readJson } from "../../wire/json";
import { service, UncertainNotFound } from "../errors";

/** Codebase is a folder such as "v2025_1/"; anything else could lead the next call to another host. */
const companyInfo = z
  .object({ Codebase: z.string().regex(/^\w+(\.\w+)*\/$/, "is not the name of a version folder") })
  .nullable();

/** Finds the version folder of a company's site, which moves with each upgrade, and remembers it. */
export class Discovery {
  private found: Promise<URL> | null = null;

  constructor(
    private readonly http: HttpClient,
    private readonly origin: URL,
    private readonly companyId: string,
  ) {}

  /** The address under which all calls are made. Throws ApiError `not_found` for an unknown company or site. */
  base(): Promise<URL> {
    this.found ??= this.ask().catch((error: unknown) => {
      this.found = null;
      throw error;
    });
    return this.found;
  }

  /** Where the site is by now, when it is no longer at `left`; null when it still is. Asks at most once for all callers. */
  async movedFrom(left: URL): Promise<URL | null> {
    const known = await this.base();
    if (known.href !== left.href) return known;
    this.found = null;
    const now = await this.base();
    return now.href === left.href ? null : now;
  }

  private async ask(): Promise<URL> {
    const url = new URL(`login/companyinfo/${encodeURIComponent(this.companyId)}`, this.origin);
    const headers = { accept: "application/json" };
    const answer = await this.http.read({ method: "GET", url, headers }).catch((error: unknown) => {
      if (!(error instanceof UncertainNotFound)) throw error;
      throw unknown(`There is no ConnectWise site at ${this.origin.host}.`, error);
    });
    const info = readJson(companyInfo, answer);
    if (info) return new URL(`${info.Codebase}apis/3.0/`, this.origin);
    throw unknown(`ConnectWise at ${this.origin.host} knows no company "${this.companyId}".`);
  }
}

function unknown(words: string, cause?: ApiError): ApiError {
  return new ApiError({ service, kind: "not_found", words, call: "GET /login/companyinfo", cause });
}
