import type { Browser } from "playwright-core";
import { startBrowser } from "@/scripts/testing/product-rig";
import { sampleMails } from "@/scripts/testing/sample-mails";
import { expectEasyToRead } from "./easy-to-read";

jest.setTimeout(60_000);

const mails = Object.entries(sampleMails());
/** Of the mails, those about what waits; nobody can miss a failure by having stopped these. */
const stoppable = ["held lines", "price changes"];

describe("every mail", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it.each(mails)("%s is easy to read on a phone and on a desk, light and dark", async (_, { html }) => {
    const page = await browser.newPage();
    await page.setContent(html);
    await expectEasyToRead(page);
    await page.close();
  });

  it.each(mails)("%s says the same without HTML, links included", async (_, { html, text }) => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.setContent(html);
    const hrefs = await page
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(hrefs.length).toBeGreaterThan(0);
    for (const href of hrefs) expect(text).toContain(`: ${href}\n`);
    const words = (await page.getByRole("heading").allInnerTexts()).join("\n");
    expect(text).toContain(words);
    await page.close();
  });

  it.each(mails)("%s can be stopped only where it is about what waits", (name, { stopUrl }) => {
    expect(stopUrl !== undefined).toBe(stoppable.includes(name));
  });
});
