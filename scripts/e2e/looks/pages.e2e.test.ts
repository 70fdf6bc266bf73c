import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { cardOf, runNow, signIn } from "./in-portal";
import { connectAutotask } from "./second-psa";

jest.setTimeout(180_000);

type SignedIn = Awaited<ReturnType<Page["context"]>>;
type Cookies = Awaited<ReturnType<SignedIn["cookies"]>>;

const program = "/programs/microsoft-csp-indirect-connectwise";

/** Addresses that are only known once there was a sync and a second PSA. */
type Found = Record<
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

const pages: { name: string; path: string | keyof Found; says: RegExp }[] = [
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

/** Every page of the portal, with everything broken that the troubled scenario breaks. */
describe("the portal's pages", () => {
  let rig: ProductRig;
  let cookies: Cookies;
  let found: Found;

  beforeAll(async () => {
    rig = await startProduct({ scenario: "troubled", psas: ["connectwise"] });
    const page = await rig.openPage();
    await signIn(page, rig);
    cookies = await page.context().cookies();
    await runNow(page, rig, cardOf(page, "ConnectWise", "Customers"));
    await page.getByText("accounted for").first().waitFor();
    const run = new URL(page.url()).pathname;
    const item = await page.locator('[id^="item-"]').first().getAttribute("id");
    const autotask = await connectAutotask(page, rig);
    found = {
      run,
      item: `${run}/items/${item?.slice("item-".length)}`,
      approveAll: await linkOn(page, `${rig.portalUrl}${run}`, /^Decide all/),
      approveFor: await linkOn(
        page,
        `${rig.portalUrl}${run}?code=credit_or_adjustment`,
        "Approve for a customer…",
      ),
      subscription: await firstSubscription(page, `${rig.portalUrl}${run}?outcome=held`),
      mapping: await linkOn(page, `${rig.portalUrl}${program}`, /^(Map|Edit)/),
      billed: await billedCustomer(page, rig.portalUrl),
      product: await linkOn(page, `${rig.portalUrl}${program}/products`, /^link by hand|^change/),
      suggestions: `${autotask.program}/suggestions`,
      member: await linkOn(page, `${rig.portalUrl}/members`, /^Edit/),
      ...autotask,
    };
    await page.goto(`${rig.portalUrl}/profile`);
    await page.getByRole("button", { name: "Set up an authenticator app" }).click();
    await page.getByRole("heading", { name: "Set up a second step" }).waitFor();
    await page.context().close();
  });
  afterAll(() => rig?.stop());

  const addressOf = (path: string) => `${rig.portalUrl}${{ ...found }[path] ?? path}`;

  async function open(path: string, options: Parameters<ProductRig["openPage"]>[0]): Promise<Page> {
    const page = await rig.openPage(options);
    await page.context().addCookies(cookies);
    const waitUntil = options?.javaScriptEnabled === false ? "load" : "networkidle";
    await page.goto(addressOf(path), { waitUntil });
    return page;
  }

  describe.each(pages)("$name", ({ path, says }) => {
    it.each([
      ["on a phone, dark", 390, "dark"],
      ["on a desk, light", 1440, "light"],
    ] as const)(
      "is without a finding of axe, never scrolls sideways, asks nobody but ourselves, and raises no error %s",
      async (_, width, colorScheme) => {
        const findings: unknown[] = [];
        const page = await rig.openPage({ viewport: { width, height: 900 }, colorScheme });
        await page.context().addCookies(cookies);
        page.on("request", (request) => {
          const { origin, protocol } = new URL(request.url());
          if (origin !== rig.portalUrl && protocol !== "data:") findings.push(["asked", request.url()]);
        });
        page.on("pageerror", (error) => findings.push(["error", error.message]));
        page.on("console", (message) => {
          if (message.type() === "error") findings.push(["console", message.text()]);
        });
        await page.goto(addressOf(path), { waitUntil: "networkidle" });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((one) => [one.id, one.nodes[0]?.html])).toEqual([]);
        // The narrow desk is the wide one at 200 %, the narrow phone a desk of 1,280 px at 400 %.
        for (const size of [width, width === 1440 ? 720 : 320]) {
          await page.setViewportSize({ width: size, height: 900 });
          const taken = await page.evaluate(() => document.documentElement.scrollWidth);
          if (taken > size) findings.push(["scrolls sideways", size, taken]);
        }
        expect(findings).toEqual([]);
        await page.context().close();
      },
    );

    it("shows what it has to say without script", async () => {
      const page = await open(path, { javaScriptEnabled: false });
      expect(await page.locator("main").innerText()).toMatch(says);
      await page.context().close();
    });
  });

  it("are told to refuse a script that is not ours, and say so", async () => {
    const page = await open("/", {});
    await page.evaluate(() => {
      const script = document.createElement("img");
      script.setAttribute("onerror", "document.title = 'taken over'");
      script.src = "/icon.svg?no-such";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<p style='color:red'>inline</p>");
    });
    await page.waitForTimeout(0);
    expect(rig.refusedByPolicy.splice(0).join()).toMatch(/inline/);
    expect(await page.title()).not.toBe("taken over");
    await page.context().close();
  });

  it("are shown without a refusal also where there is nothing, and where an address is wrong", async () => {
    for (const path of [
      "/no-such-page",
      "/no-such-picture.png",
      "/runs/0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11",
    ]) {
      const page = await open(path, {});
      expect(await page.locator("main").innerText()).toContain("There is nothing");
      expect(rig.refusedByPolicy).toEqual([]);
      await page.context().close();
    }
  });

  it("keep a signed-out reader's way through sign-in", async () => {
    const page = await rig.openPage();
    await page.goto(`${rig.portalUrl}${found.run}?outcome=failed`);
    expect(page.url()).toContain("/sign-in");
    expect(decodeURIComponent(page.url())).toContain(`${found.run}?outcome=failed`);
    await page.context().close();
  });
});

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
