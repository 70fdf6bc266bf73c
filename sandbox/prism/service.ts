import type { Entities, SandboxRequest, SandboxResponse, Service, Settings } from "../http/service";
import type { PrismSeed } from "../world/seed";
import { type AccessRules, answerToken, type Credentials, hasAccess, sandboxCredentials } from "./access";
import { denied, notFound, wrongMethod } from "./answers";
import { parsedEdit } from "./edit";
import { prismEntities } from "./entities";
import { totalOf } from "./invoices";
import { routes } from "./routes";
import {
  freshState,
  issueNextMonth,
  type PrismState,
  presentDay,
  prismSettingsSchema,
  prismStateSchema,
} from "./state";

export type PrismOptions = Partial<Credentials> & {
  /** How long a token serves; an hour unless given. */
  tokenLifetimeSeconds?: number;
  /** Milliseconds; the machine's clock unless given. */
  clock?: () => number;
};

export type IssuedInvoice = {
  invoiceId: string;
  contractAgreementId: string;
  periodStart: string;
  periodEnd: string;
  lineCount: number;
  total: string | null;
  currency: string;
};

export type PrismService = Service & {
  name: "prism";
  entities: Entities;
  settings: Settings;
  credentials: Credentials;
  /** The last day of the newest period that is invoiced: YYYY-MM-DD. */
  presentDay(): string;
  /** Issues the next month's invoices; an empty list when the world has no further month. */
  issueNextInvoice(): IssuedInvoice[];
};

const tokenPath = /^\/(?:.+\/)?connect\/token\/?$/i;

/** The stand-in for PRISM, token endpoint and API in one, filled from a seed that stays as it is. */
export function createPrismService(seed: PrismSeed, options: PrismOptions = {}): PrismService {
  const rules: AccessRules = {
    ...sandboxCredentials,
    clock: Date.now,
    ...options,
  };
  let state: PrismState = freshState(seed, options.tokenLifetimeSeconds ?? 3600);
  return {
    name: "prism",
    credentials: { clientId: rules.clientId, clientSecret: rules.clientSecret },
    entities: prismEntities(() => state),
    settings: {
      current: () => state.settings,
      change(change) {
        Object.assign(state.settings, parsedEdit(prismSettingsSchema.partial(), change));
        return state.settings;
      },
    },
    handle: (request) => answer(state, request, rules),
    snapshot: () => structuredClone(state),
    restore(saved) {
      state = prismStateSchema.parse(saved);
    },
    presentDay: () => presentDay(state),
    issueNextInvoice() {
      return issueNextMonth(state).map((invoice) => ({
        invoiceId: invoice.invoiceId,
        contractAgreementId: invoice.contractAgreementId,
        periodStart: invoice.periodStart,
        periodEnd: invoice.periodEnd,
        lineCount: invoice.lines.length,
        total: totalOf(state, invoice),
        currency: state.seed.currency,
      }));
    },
  };
}

function answer(state: PrismState, request: SandboxRequest, rules: AccessRules): SandboxResponse {
  if (tokenPath.test(request.path)) {
    return request.method === "POST" ? answerToken(state, request, rules) : wrongMethod(request.method);
  }
  if (!hasAccess(state, request, rules)) return denied();
  const here = routes.flatMap((route) => {
    const found = route.path.exec(request.path);
    return found ? [{ route, parts: found.slice(1).map(decodeURIComponent) }] : [];
  });
  const match = here.find(({ route }) => route.method === request.method);
  if (match) return match.route.answer(state, request, match.parts);
  return here.length > 0 ? wrongMethod(request.method) : notFound(`The resource ${request.path}`);
}
