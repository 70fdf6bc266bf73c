/** Every address inside the portal, so that mails and pages agree. All take plain ids and give a path. */
export const links = {
  dashboard: () => "/",
  program: (slug: string, list: CustomerList = {}) => withQuery(`/programs/${slug}`, list),
  programSettings: (slug: string) => `/programs/${slug}#settings`,
  customer: (slug: string, customerId: string, choice: CustomerChoice = {}) =>
    withQuery(`/programs/${slug}/customers/${customerId}`, choice),
  subscription: (slug: string, subscriptionId: string, place: { after?: string } = {}) =>
    withQuery(`/programs/${slug}/subscriptions/${encodeURIComponent(subscriptionId)}`, place),
  /** Answers the mapping page's search field while somebody types. */
  companyOffers: (slug: string, customerId: string, from?: string) =>
    withQuery(`/programs/${slug}/customers/${customerId}/companies`, { from }),
  /** Where certain suggestions are accepted many at once; `after` is the customer that the part before ended with. */
  suggestions: (slug: string, list: { after?: string; tick?: string } = {}) =>
    withQuery(`/programs/${slug}/suggestions`, list),
  /** Where the lines that another tool has left are taken over or ended many at once. */
  cutOver: (slug: string, list: CutOverList = {}) => withQuery(`/programs/${slug}/cut-over`, list),
  products: (slug: string, list: ProductList = {}) => withQuery(`/programs/${slug}/products`, list),
  /** Where a person links a product to an item of the PSA. */
  product: (slug: string, productId: string, choice: ProductChoice = {}) =>
    withQuery(`/programs/${slug}/products/${productId}`, choice),
  itemOffers: (slug: string, productId: string, from?: string) =>
    withQuery(`/programs/${slug}/products/${productId}/items`, { from }),
  newProgram: () => "/programs/new",
  history: (
    filters: { sync?: string; kind?: string; status?: string; after?: string; before?: string } = {},
  ) => withQuery("/history", filters),
  run: (runId: string, filters: RunFilters & RunPlace = {}) => withQuery(`/runs/${runId}`, filters),
  /** Server-sent events of a run that goes on. */
  runLive: (runId: string) => `/runs/${runId}/live`,
  /** The very line: the page opens on the item's own part of the list, with the line in view and in focus. */
  item: (runId: string, itemId: string) => `/runs/${runId}/items/${itemId}`,
  /** Where that leads: the part of the list that holds the item, and the id of its row. */
  itemInList: (runId: string, itemId: string) => `/runs/${runId}?item=${itemId}#item-${itemId}`,
  /** Where a person says whose an invoice line of no customer is, and approves it. */
  approveForCustomer: (runId: string, itemId: string) => `/runs/${runId}/items/${itemId}/approve`,
  /** Where all held lines of one cause are approved or rejected at once. */
  approveAll: (runId: string, code: string) => `/runs/${runId}/approve/${code}`,
  runItemsFile: (runId: string, filters: RunFilters = {}) => withQuery(`/runs/${runId}/items.csv`, filters),
  /** All lines that wait for a person, over all programs. */
  inbox: (list: InboxList = {}) => withQuery("/inbox", list),
  gettingStarted: () => "/getting-started",
  connections: () => "/connections",
  connection: (connectionId: string) => `/connections/${connectionId}`,
  newConnection: (kind?: string) => withQuery("/connections/new", { kind }),
  source: (sourceId: string) => `/connections/prism/${sourceId}`,
  newSource: () => "/connections/prism/new",
  members: (list: MemberList = {}) => withQuery("/members", list),
  member: (userId: string) => `/members/${userId}`,
  timeZone: () => "/members/time-zone",
  /** The mails that were given up. */
  mails: (place: { after?: string; before?: string } = {}) => withQuery("/mails", place),
  audit: (list: AuditList = {}) => withQuery("/audit", list),
  auditFile: (list: AuditList = {}) => withQuery("/audit/events.csv", list),
  profile: () => "/profile",
  /** Where a reader of a review mail stops such mails; the mail's id is random, and only its readers have the link. */
  stopReviews: (orgId: string, mailId: string) => withQuery("/stop-mails", { org: orgId, mail: mailId }),
  /** Where the mail of an invitation leads: a page with the button that accepts it. */
  invitation: (orgId: string, invitationId: string, token: string) =>
    withQuery("/invitation", { org: orgId, id: invitationId, token }),
  troubleshooting: (code?: string) => (code ? `/troubleshooting/${code}` : "/troubleshooting"),
  signIn: (callbackPath?: string) => withQuery("/sign-in", { callbackUrl: callbackPath }),
  confirmSignIn: (token: string, email: string, callbackPath?: string) =>
    withQuery("/sign-in/confirm", { token, email, callbackUrl: callbackPath }),
  /** Where the code of the second factor is asked for. */
  secondFactor: (callbackPath?: string) => withQuery("/sign-in/second-factor", { callbackUrl: callbackPath }),
  setUpSecondFactor: () => "/profile/second-factor",
  beginEntra: (callbackPath?: string) => withQuery("/sign-in/entra/start", { callbackUrl: callbackPath }),
  entraCallback: () => "/sign-in/entra/callback",
  entraRefused: () => "/sign-in/entra/refused",
  signInWait: () => "/sign-in/wait",
  checkMail: (callbackPath?: string) => withQuery("/sign-in/check-mail", { callbackUrl: callbackPath }),
  expiredLink: (email?: string, callbackPath?: string) =>
    withQuery("/sign-in/expired", { email, callbackUrl: callbackPath }),
};

/** What is chosen on a customer's mapping page; `from` names the line of a sync to go back to (lib/came-from.ts). */
type CustomerChoice = { q?: string; company?: string; from?: string };

type ProductChoice = { q?: string; item?: string; from?: string };

/** Which of a program's customers are listed and how; `after` and `before` are cursors of lib/page-cursor.ts. */
export type CustomerList = { q?: string; show?: string; sort?: string; after?: string; before?: string };
/** `after` and `before` of the held lines, `othersAfter` and `othersBefore` of the other lines on the mapped agreements. */
type CutOverList = {
  after?: string;
  before?: string;
  tick?: string;
  othersAfter?: string;
  othersBefore?: string;
};
export type AuditList = { area?: string; who?: string; after?: string; before?: string; check?: string };
export type MemberList = { after?: string; before?: string };
export type ProductList = { q?: string; show?: string; after?: string; before?: string };

/** Which of the lines that wait are listed; `show` is what they wait for, held ones unless given. */
export type InboxList = {
  sync?: string;
  kind?: string;
  show?: string;
  code?: string;
  q?: string;
  after?: string;
  before?: string;
};

/** What a run's list is narrowed to. */
export type RunFilters = { outcome?: string; reason?: string; code?: string; q?: string };

/** Which part of the list is shown: after or before an item, or around one; each by the item's id. */
type RunPlace = { after?: string; before?: string; item?: string };

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const set = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const text = new URLSearchParams(set).toString();
  return text ? `${path}?${text}` : path;
}

/** The full address for a mail. */
export function absoluteLink(origin: string, path: string): string {
  return new URL(path, origin).toString();
}

/** Pages that lead to signing in and out; to come back to one of them would turn in a circle. */
const aroundSignIn = /^\/(api|sign-in)(\/|$)/;

/** A path of ours to return to after sign-in, or the dashboard: never another origin, never a scheme. */
export function safeCallbackPath(value: string | null | undefined, origin: string): string {
  if (!value?.startsWith("/") || value.startsWith("//") || value.length > 2_000) return links.dashboard();
  if ([...value].some((character) => character <= " " || character === "\\")) return links.dashboard();
  const base = new URL(origin);
  const target = new URL(value, base);
  const path = target.pathname;
  // Dots are resolved by now: "/.//elsewhere" has become "//elsewhere", which a browser takes for a host.
  if (target.origin !== base.origin || path.startsWith("//") || aroundSignIn.test(path)) {
    return links.dashboard();
  }
  return `${path}${target.search}`;
}
