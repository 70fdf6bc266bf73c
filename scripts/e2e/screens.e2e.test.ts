import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { cardOf, runNow, signIn } from "./in-portal";

jest.setTimeout(120_000);

const program = "/programs/microsoft-csp-indirect-connectwise";

/** From what blocks a month, over the inbox, to one subscription and the history: how a clerk works down a list. */
describe("a clerk before the end of the month", () => {
  let rig: ProductRig;
  let page: Page;
  let run: string;
  let subscription: string;

  beforeAll(async () => {
    rig = await startProduct({ scenario: "troubled", psas: ["connectwise"] });
    page = await rig.openPage();
    await signIn(page, rig);
    await runNow(page, rig, cardOf(page, "ConnectWise", "Customers"));
    run = new URL(page.url()).pathname;
  });
  afterAll(() => rig?.stop());

  const main = () => page.locator("main").innerText();

  it("is told what blocks the month, with its money, and led to the lines behind it", async () => {
    await page.goto(rig.portalUrl);
    const list = page.getByRole("region", { name: /^Before you invoice/ });
    expect(await list.innerText()).toMatch(/is not safe to invoice yet/);
    await list.getByRole("link", { name: /amount for days already invoiced waits.*\$/s }).click();
    await page.waitForURL(/\/inbox\?.*code=catch_up/);
    expect(await main()).toMatch(/Only lines with:\s+An amount for days already invoiced waits/);
  });

  it("decides a held line in the inbox, and finds itself there again", async () => {
    await page.goto(`${rig.portalUrl}/inbox?code=catch_up`);
    await page.getByRole("button", { name: "Reject" }).first().click();
    await page.getByText(/: rejected\./).waitFor();
    expect(new URL(page.url()).pathname).toBe("/inbox");
    expect(await main()).toMatch(/rejected by demo@|retry of this is on its way/i);
  });

  it("writes a note on a subscription, which its lines show from then on", async () => {
    await page.goto(`${rig.portalUrl}${run}?code=existing_line`);
    await page.locator('a[href*="/subscriptions/"]').first().click();
    await page.waitForURL(/\/subscriptions\//);
    subscription = new URL(page.url()).pathname;
    expect(await main()).toMatch(/What ConnectWise has/);
    await page.getByLabel("A new note").fill("Ask Maria before this is adopted");
    await page.getByRole("button", { name: "Keep the note" }).click();
    await page.getByText("The note is kept.").waitFor();
    await page.goto(`${rig.portalUrl}${run}?code=existing_line`);
    await page.getByText("Ask Maria before this is adopted").first().waitFor();
    await page.goto(`${rig.portalUrl}${subscription}`);
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByText("The note is removed.").waitFor();
  });

  it("sees in the history how syncs went, what was changed between them and by whom", async () => {
    await page.goto(`${rig.portalUrl}${program}`);
    await page.getByLabel("Call a sync overdue after days").fill("20");
    await page.getByRole("button", { name: "Save settings" }).click();
    await page.getByText("The settings are saved.").waitFor();
    await page.goto(`${rig.portalUrl}/history`);
    const strip = page.getByRole("list", { name: /customers, from old to new/ });
    expect(await strip.getByRole("link", { name: /^Error:/ }).count()).toBeGreaterThan(0);
    expect(await main()).toMatch(/needs you/);
    await page.getByText("Settings changed").waitFor();
    await page.getByText("What changed").first().click();
    await page.getByText("Call a sync overdue after days: 35 → 20").waitFor();
  });

  it("is told how a sync goes as it goes, and strangers are not", async () => {
    const answer = await page.evaluate(async (address) => {
      const response = await fetch(address);
      return [response.headers.get("content-type"), await response.text()];
    }, `${run}/live`);
    expect(answer[0]).toContain("text/event-stream");
    expect(answer[1]).toMatch(/event: over\ndata: .*"status":"error"/);
    expect((await fetch(`${rig.portalUrl}${run}/live`)).status).toBe(401);
    const unknown = "/runs/00000000-0000-4000-8000-000000000000/live";
    expect(await page.evaluate(async (address) => (await fetch(address)).status, unknown)).toBe(404);
  });

  it("finds set-up done, and no more in the menu", async () => {
    expect(await page.getByRole("link", { name: "Getting started" }).count()).toBe(0);
    await page.goto(`${rig.portalUrl}/getting-started`);
    expect(await main()).toMatch(/All is set up/);
  });
});
