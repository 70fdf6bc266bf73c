import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { waitFor } from "./outside";
import { connectAutotask } from "./second-psa";

jest.setTimeout(300_000);

type SignedIn = Awaited<ReturnType<Page["context"]>>;
type Cookies = Awaited<ReturnType<SignedIn["cookies"]>>;

/** Every page of the portal, with everything broken that the troubled scenario breaks. */
describe("the portal's pages", () => {
  let rig: ProductRig;
  let cookies: Cookies;
  const pages: { name: string; path: string; says: RegExp }[] = [
    { name: "Dashboard", path: "/", says: /subscriptions failed/ },
    { name: "Sync history", path: "/history", says: /Sync history/ },
    { name: "Program", path: "/programs/microsoft-csp-indirect-connectwise", says: /Not mapped/ },
    { name: "Products", path: "/programs/microsoft-csp-indirect-connectwise/products", says: /SKU/ },
    { name: "Connections", path: "/connections", says: /ConnectWise/ },
    { name: "Troubleshooting", path: "/troubleshooting", says: /agreement has ended/ },
    { name: "One issue's help", path: "/troubleshooting/agreement_ended", says: /What to do/i },
  ];

  beforeAll(async () => {
    rig = await startProduct({ scenario: "troubled", psas: ["connectwise"] });
    const page = await rig.openPage();
    await page.goto(rig.signInUrl);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`${rig.portalUrl}/`);
    cookies = await page.context().cookies();
    const customers = page
      .getByRole("article")
      .filter({ has: page.getByRole("heading", { name: "Customers" }) });
    await customers.getByRole("button", { name: "Run now" }).click();
    await page.waitForURL(/\/runs\//);
    const path = new URL(page.url()).pathname;
    await waitFor(async () => {
      await page.reload();
      return (await page.getByText("accounted for").count()) > 0 ? true : undefined;
    });
    const row = page.locator('[id^="item-"]').first();
    const item = await row.getAttribute("id");
    pages.push({ name: "Sync Status", path, says: /accounted for/ });
    pages.push({
      name: "A mail's link",
      path: `${path}/items/${item?.slice("item-".length)}`,
      says: /Outcome/,
    });
    const customer = await mapLink(page, rig.portalUrl);
    pages.push({ name: "A customer's mapping", path: customer, says: /Company in ConnectWise/ });
    const billed = await billedCustomer(page, rig.portalUrl);
    pages.push({ name: "A customer whose lines are open", path: billed, says: /what becomes of the/i });
    const second = await connectAutotask(page, rig);
    pages.push({ name: "Connect a PSA", path: "/connections/new", says: /Which PSA/ });
    pages.push({
      name: "Connect Autotask",
      path: "/connections/new?kind=autotask",
      says: /Integration code/,
    });
    pages.push({ name: "An Autotask connection", path: second.connection, says: /permissions? granted/ });
    pages.push({ name: "An Autotask program", path: second.program, says: /Billing code for services/ });
    pages.push({
      name: "A customer's contract",
      path: second.customer,
      says: /Contract for annual payments/,
    });
    await page.context().close();
  });
  afterAll(() => rig?.stop());

  async function open(path: string, options: Parameters<ProductRig["openPage"]>[0]): Promise<Page> {
    const page = await rig.openPage(options);
    await page.context().addCookies(cookies);
    await page.goto(`${rig.portalUrl}${path}`, { waitUntil: "networkidle" });
    return page;
  }

  it("are without a finding of axe, in light and dark, on a phone and on a desk", async () => {
    const findings: unknown[] = [];
    for (const { name, path } of pages) {
      for (const [width, colorScheme] of [
        [390, "dark"],
        [1440, "light"],
      ] as const) {
        const page = await open(path, { viewport: { width, height: 900 }, colorScheme });
        const { violations } = await new AxeBuilder({ page }).analyze();
        findings.push(...violations.map((found) => [name, width, found.id, found.nodes[0]?.html]));
        await page.context().close();
      }
    }
    expect(findings).toEqual([]);
  });

  it("never scroll sideways, ask nobody but ourselves, and raise no error in the browser", async () => {
    const findings: unknown[] = [];
    for (const { name, path } of pages) {
      const page = await rig.openPage({ viewport: { width: 390, height: 844 } });
      await page.context().addCookies(cookies);
      page.on("request", (request) => {
        const { origin, protocol } = new URL(request.url());
        if (origin !== rig.portalUrl && protocol !== "data:") findings.push([name, "asked", request.url()]);
      });
      page.on("pageerror", (error) => findings.push([name, "error", error.message]));
      await page.goto(`${rig.portalUrl}${path}`, { waitUntil: "networkidle" });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 390) findings.push([name, "is wide", width]);
      await page.context().close();
    }
    expect(findings).toEqual([]);
  });

  it("show what they have to say without script", async () => {
    for (const { path, says } of pages) {
      const page = await open(path, { javaScriptEnabled: false });
      expect(await page.locator("main").innerText()).toMatch(says);
      await page.context().close();
    }
  });

  it("keep a signed-out reader's way through sign-in", async () => {
    const page = await rig.openPage();
    const status = pages.find(({ name }) => name === "Sync Status");
    await page.goto(`${rig.portalUrl}${status?.path}?outcome=failed`);
    expect(page.url()).toContain("/sign-in");
    expect(decodeURIComponent(page.url())).toContain(`${status?.path}?outcome=failed`);
    await page.context().close();
  });
});

async function mapLink(page: Page, portalUrl: string): Promise<string> {
  await page.goto(`${portalUrl}/programs/microsoft-csp-indirect-connectwise`);
  const href = await page
    .getByRole("link", { name: /^(Map|Edit)/ })
    .first()
    .getAttribute("href");
  return href ?? "/";
}

/** The first synced customer that has lines of ours in the PSA. */
async function billedCustomer(page: Page, portalUrl: string): Promise<string> {
  await page.goto(`${portalUrl}/programs/microsoft-csp-indirect-connectwise?show=on`);
  const edits = await page.getByRole("link", { name: /^Edit/ }).all();
  const hrefs = await Promise.all(edits.map((link) => link.getAttribute("href")));
  for (const href of hrefs) {
    await page.goto(`${portalUrl}${href}`);
    if ((await page.getByText(/what becomes of the/i).count()) > 0) return href ?? "/";
  }
  throw new Error("No synced customer has open lines.");
}
