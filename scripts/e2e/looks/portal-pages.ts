import type { Page } from "playwright-core";
import type { ProductRig } from "@/scripts/testing/product-rig";
import { cardOf, runNow } from "../in-portal";
import { connectAutotask } from "../second-psa";

export const program = "/programs/microsoft-csp-indirect-connectwise";

/** Addresses that are only known once there was a sync and a second PSA. */
export type Found = Record<
  | "run"
  | "item"
  | "subscription"
  | "approveAll"
  | "approveFor"
  | "mapping"
  | "product"
  | "billed"
  | "connection"
  | "program"
  | "contract"
  | "suggestions"
  | "member",
  string
>;

/** Every page of the portal, and what it says where the troubled scenario was synced. */
export const portalPages: { name: string; path: string | keyof Found; says: RegExp }[] = [
  { name: "Dashboard", path: "/", says: /not safe to invoice yet/ },
  { name: "Inbox", path: "/inbox", says: /A credit or an adjustment waits/ },
  { name: "What failed", path: "/inbox?show=failed", says: /agreement has ended/ },
  { name: "A subscription", path: "subscription", says: /What ConnectWise has/ },
  { name: "Getting started", path: "/getting-started", says: /All is set up/ },
  { name: "Sync history", path: "/history", says: /Sync history/ },
  { name: "Program", path: program, says: /Not mapped/ },
  { name: "Products", path: `${program}/products`, says: /SKU/ },
  { name: "Cutting over", path: `${program}/cut-over`, says: /Adopt the ticked lines/ },
  { name: "Connections", path: "/connections", says: /ConnectWise/ },
  { name: "Members", path: "/members", says: /Invite somebody/ },
  { name: "A member", path: "member", says: /Save the role/ },
  { name: "Time zone", path: "/members/time-zone", says: /Time zone/ },
  { name: "Your profile", path: "/profile", says: /Where you are signed in/ },
  { name: "A second step", path: "/profile/second-factor", says: /recovery codes/ },
  { name: "Audit", path: "/audit", says: /Signed in/ },
  { name: "The audit's chain", path: "/audit?check=all", says: /chain is intact/ },
  { name: "Troubleshooting", path: "/troubleshooting", says: /agreement has ended/ },
  { name: "One issue's help", path: "/troubleshooting/agreement_ended", says: /What to do/i },
  { name: "Sync Status", path: "run", says: /accounted for/ },
  { name: "A mail's link", path: "item", says: /Outcome/ },
  { name: "Deciding all lines of a cause", path: "approveAll", says: /Approve all \d/ },
  { name: "Approving for a customer", path: "approveFor", says: /Whose is this line/ },
  { name: "A customer's mapping", path: "mapping", says: /Company in ConnectWise/ },
  { name: "A product's link", path: "product", says: /Item in ConnectWise/ },
  { name: "A customer whose lines are open", path: "billed", says: /what becomes of the/i },
  { name: "Connect a PSA", path: "/connections/new", says: /Which PSA/ },
  { name: "Connect Autotask", path: "/connections/new?kind=autotask", says: /Integration code/ },
  { name: "An Autotask connection", path: "connection", says: /permissions? granted/ },
  { name: "An Autotask program", path: "program", says: /Billing code for services/ },
  { name: "Accepting suggestions", path: "suggestions", says: /without a mapping/ },
  { name: "A customer's contract", path: "contract", says: /Contract for annual payments/ },
];

/** Syncs, connects Autotask and begins a second step, so that every page has something to show. Signed in already. */
export async function findPages(page: Page, rig: ProductRig): Promise<Found> {
  await runNow(page, rig, cardOf(page, "ConnectWise", "Customers"));
  await page.getByText("accounted for").first().waitFor();
  const run = new URL(page.url()).pathname;
  const item = await page.locator('[id^="item-"]').first().getAttribute("id");
  const autotask = await connectAutotask(page, rig);
  const on = (path: string, name: string | RegExp) => linkOn(page, `${rig.portalUrl}${path}`, name);
  const found = {
    run,
    item: `${run}/items/${item?.slice("item-".length)}`,
    approveAll: await on(run, /^Decide all/),
    approveFor: await on(`${run}?code=credit_or_adjustment`, "Approve for a customer…"),
    subscription: await firstSubscription(page, `${rig.portalUrl}${run}?outcome=held`),
    mapping: await on(program, /^(Map|Edit)/),
    billed: await billedCustomer(page, rig.portalUrl),
    product: await on(`${program}/products`, /^link by hand|^change/),
    suggestions: `${autotask.program}/suggestions`,
    member: await on("/members", /^Edit/),
    ...autotask,
  };
  await page.goto(`${rig.portalUrl}/profile`);
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  await page.getByRole("heading", { name: "Set up a second step" }).waitFor();
  return found;
}

/** Where the first link of this name on a page leads. */
async function linkOn(page: Page, address: string, name: string | RegExp): Promise<string> {
  await page.goto(address);
  const href = await page.getByRole("link", { name }).first().getAttribute("href");
  if (!href) throw new Error(`${address} has no link ${name}.`);
  return href;
}

/** Where the first line of a run leads that is of a subscription. */
async function firstSubscription(page: Page, address: string): Promise<string> {
  await page.goto(address);
  const href = await page.locator('a[href*="/subscriptions/"]').first().getAttribute("href");
  return href ?? "/";
}

/** The first synced customer that has lines of ours in the PSA. */
async function billedCustomer(page: Page, portalUrl: string): Promise<string> {
  await page.goto(`${portalUrl}${program}?show=on`);
  const edits = await page.getByRole("link", { name: /^Edit/ }).all();
  const hrefs = await Promise.all(edits.map((link) => link.getAttribute("href")));
  for (const href of hrefs) {
    await page.goto(`${portalUrl}${href}`);
    if ((await page.getByText(/what becomes of the/i).count()) > 0) return href ?? "/";
  }
  throw new Error("No synced customer has open lines.");
}
