import { z } from "zod";
import { type Clock, SECOND } from "@/lib/clock";
import type { HttpClient } from "../http";
import { count } from "../wire/fields";
import { readJson } from "../wire/json";

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: count });

/** Clients of PRISM renew this long before a token expires. */
const margin = 600 * SECOND;

type Token = { value: string; renewAt: number };
export type Client = { identityUrl: string; clientId: string; clientSecret: string };

/** The access token: asked for when needed, shared by all calls, renewed in time. */
export class AccessToken {
  private current: Promise<Token> | null = null;
  private latest: string | null = null;
  private readonly given: string[] = [];

  constructor(
    private readonly http: HttpClient,
    private readonly client: Client,
    private readonly clock: Clock,
  ) {}

  /** Throws ApiError `unauthorised` when PRISM refuses the client id or the secret. */
  async get(): Promise<string> {
    const token = await (this.current ?? this.renew());
    if (this.clock.monotonicMs() < token.renewAt) return token.value;
    this.drop(token.value);
    return (await (this.current ?? this.renew())).value;
  }

  /** Forgets a token that was refused, unless another call has done so already. */
  drop(refused: string): void {
    if (this.latest !== refused) return;
    this.latest = null;
    this.current = null;
  }

  /** The secret and all tokens so far: what must never be shown. */
  secrets(): string[] {
    return [this.client.clientSecret, ...this.given];
  }

  private renew(): Promise<Token> {
    const asked = this.ask();
    this.current = asked;
    asked.catch(() => {
      if (this.current === asked) this.current = null;
    });
    return asked;
  }

  private async ask(): Promise<Token> {
    const { identityUrl, clientId, clientSecret } = this.client;
    const form = {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: "rhipeapi",
    };
    const answer = await this.http.read({
      method: "POST",
      url: new URL(`${identityUrl.replace(/\/+$/, "")}/core/connect/token`),
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams(form).toString(),
    });
    // What this call answers is a credential: nothing of it may be kept, should it be unreadable.
    const { access_token: value, expires_in: seconds } = readJson(tokenAnswer, { ...answer, raw: null });
    const lifetime = seconds * SECOND;
    this.latest = value;
    this.given.push(value);
    return { value, renewAt: this.clock.monotonicMs() + lifetime - Math.min(margin, lifetime / 2) };
  }
}
