import pLimit from "p-limit";
import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { cardOf, runNow, signIn } from "../in-portal";
import { findPages, portalPages, program } from "./portal-pages";
import { openVisitor, type Visit, type Visitor } from "./visit";

jest.setTimeout(180_000);

/** Every page of the portal, with everything broken that the troubled scenario breaks. */
describe("the portal's pages", () => {
  let rig: ProductRig;
  let signedIn: Page;
  let visitor: Visitor;
  let run: string;

  beforeAll(async () => {
    rig = await startProduct({ scenario: "troubled", psas: ["connectwise"] });
    signedIn = await rig.openPage();
    await signIn(signedIn, rig);
    const found = await findPages(signedIn, rig);
    run = found.run;
    visitor = await openVisitor(rig, signedIn.context());
    const addresses: Partial<Record<string, string>> = found;
    startVisits(portalPages.map(({ path }) => [path, addresses[path] ?? path]));
  });
  afterAll(async () => {
    await visitor?.close();
    await rig?.stop();
  });

  /** By name. Pages are visited side by side, as most of a visit is waiting; each test is about one of them. */
  const visits = new Map<string, Promise<Visit>>();
  const atOnce = pLimit(3);

  function startVisits(pages: (readonly [name: string, path: string])[]): void {
    for (const [name, path] of pages) {
      const visit = atOnce(() => visitor.visit(path));
      // One that fails is told by its own test.
      visit.catch(() => undefined);
      visits.set(name, visit);
    }
  }

  async function open(path: string): Promise<Page> {
    const page = await signedIn.context().newPage();
    await page.goto(`${rig.portalUrl}${path}`, { waitUntil: "networkidle" });
    return page;
  }

  async function expectGood(name: string, says: RegExp): Promise<void> {
    const visit = await visits.get(name);
    expect([...(visit?.findings ?? []), ...(visit?.keyboard ?? [])]).toEqual([]);
    expect(visit?.plainText).toMatch(says);
  }

  async function startRun(): Promise<void> {
    await signedIn.goto(rig.portalUrl);
    await cardOf(signedIn, "ConnectWise", "Customers").getByRole("button", { name: "Run now" }).click();
    await signedIn.waitForURL(/\/runs\//);
  }

  describe.each(portalPages)("$name", ({ path, says }) => {
    it("is without a finding of axe in all looks, never scrolls sideways, asks nobody but ourselves, and raises no error", async () => {
      expect((await visits.get(path))?.findings).toEqual([]);
    });

    it("can be used by keyboard: each stop is seen, and none holds", async () => {
      expect((await visits.get(path))?.keyboard).toEqual([]);
    });

    it("shows what it has to say without script", async () => {
      expect((await visits.get(path))?.plainText).toMatch(says);
    });
  });

  it("are told to refuse a script that is not ours, and say so", async () => {
    const page = await open("/");
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
    await page.close();
  });

  it("are shown without a refusal also where there is nothing, and where an address is wrong", async () => {
    for (const path of [
      "/no-such-page",
      "/no-such-picture.png",
      "/runs/0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11",
    ]) {
      const page = await open(path);
      expect(await page.locator("main").innerText()).toContain("There is nothing");
      expect(rig.refusedByPolicy).toEqual([]);
      await page.close();
    }
  });

  it("are left in order by keyboard: Escape folds a form, and the focus follows what was done", async () => {
    const page = await open("/inbox");
    const exclude = page
      .locator("summary")
      .filter({ hasText: /^Exclude… for .+, .+/ })
      .first();
    await exclude.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.locator("main details[open] :focus").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.locator("main details[open]").count()).toBe(0);
    expect(await exclude.evaluate((summary) => summary === document.activeElement)).toBe(true);
    await page.goto(`${rig.portalUrl}${program}`);
    await page.getByLabel("Call a sync overdue after days").press("Enter");
    await page.getByText("The settings are saved.").waitFor();
    await expect(page.locator(":focus").innerText()).resolves.toContain("The settings are saved.");
    await page.close();
  });

  it("tell in each button of a line which line it is about", async () => {
    const page = await open("/inbox?show=failed");
    const names = await page.getByRole("button", { name: /^Retry for/ }).allInnerTexts();
    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
    await page.close();
  });

  describe("while a sync goes on", () => {
    const slow = {
      service: "connectwise",
      method: "GET",
      pattern: "/additions",
      times: "always",
      effect: { kind: "delay", ms: 5_000, when: "before" },
    };

    beforeAll(async () => {
      await rig.control.fault(slow);
      await startRun();
      await signedIn.getByText(/^\d+ of \d+ customers/).waitFor();
      startVisits([
        ["Sync Status while it runs", new URL(signedIn.url()).pathname],
        ["the dashboard while it runs", "/"],
        ["the program while it runs", program],
        ["the history while it runs", "/history"],
        ["the inbox while it runs", "/inbox"],
      ]);
    });
    afterAll(async () => {
      await rig.control.clearFaults();
      await runNow(signedIn, rig, cardOf(signedIn, "ConnectWise", "Products"));
    });

    it.each([
      ["Sync Status while it runs", /it goes on when you close this page/],
      ["the dashboard while it runs", /Running/],
      ["the program while it runs", /Running/],
      ["the history while it runs", /Running/],
      ["the inbox while it runs", /A sync is going on/],
    ])("%s can be read in all looks, by keyboard and without script", expectGood);

    it("its progress has a name and is told to those who do not see it move", async () => {
      expect(await signedIn.getByRole("progressbar", { name: "Progress of this sync" }).count()).toBe(1);
      expect(await signedIn.getByRole("status").filter({ hasText: "Running" }).count()).toBe(1);
    });
  });

  describe("with PRISM and the PSA away, and keys refused", () => {
    beforeAll(async () => {
      const always = { times: "always" };
      const answer = (status: number) => ({ kind: "answer", status, body: "<html>No</html>" });
      await rig.control.fault({ ...always, service: "prism", effect: answer(503) });
      await rig.control.fault({ ...always, service: "connectwise", effect: answer(401) });
      await rig.control.fault({ ...always, service: "autotask", effect: { kind: "reset" } });
      await signedIn.goto(`${rig.portalUrl}/connections`);
      for (const name of ["ConnectWise", "Autotask", "PRISM"])
        await signedIn.getByRole("article", { name }).getByRole("button", { name: /^Test/ }).click();
      await runNow(signedIn, rig, cardOf(signedIn, "ConnectWise", "Customers"));
      startVisits([
        ["Sync Status when broken", new URL(signedIn.url()).pathname],
        ["the dashboard when broken", "/"],
        ["the program when broken", program],
        ["the history when broken", "/history"],
        ["the connections when broken", "/connections"],
        ["what failed when broken", "/inbox?show=failed"],
      ]);
    });
    afterAll(() => rig.control.clearFaults());

    it.each([
      ["Sync Status when broken", /Error/],
      ["the dashboard when broken", /not safe to invoice yet/],
      ["the program when broken", /Error/],
      ["the history when broken", /Error/],
      ["the connections when broken", /Needs attention/],
      ["what failed when broken", /agreement has ended/],
    ])("%s can be read in all looks, by keyboard and without script", expectGood);
  });

  it("keep a signed-out reader's way through sign-in", async () => {
    const page = await rig.openPage();
    await page.goto(`${rig.portalUrl}${run}?outcome=failed`);
    expect(page.url()).toContain("/sign-in");
    expect(decodeURIComponent(page.url())).toContain(`${run}?outcome=failed`);
    await page.close();
  });
});
