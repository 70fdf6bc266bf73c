import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { expectEasyToRead } from "./easy-to-read";
import { expectStatus, signIn } from "./in-portal";
import { waitFor } from "./outside";
import { walkedPsas } from "./walked-psa";

jest.setTimeout(120_000);

/** A preview, approved in the browser in parts, and what the PSA holds afterwards. */
describe.each(walkedPsas)("a preview of what would be written to $name", (psa) => {
  let rig: ProductRig;
  let page: Page;
  let preview: string;
  let written: string;
  beforeAll(async () => {
    rig = await startProduct({ scenario: "clean", redis: true, psas: [psa.kind] });
    page = await rig.openPage();
    await signIn(page, rig);
  });
  afterAll(() => rig?.stop());

  const writesOf = async () => (await rig.control.writes(psa.kind)).length;
  const approveButtons = () => page.getByRole("button", { name: /^Approve \d+ lines?$/ });

  async function untilOver(): Promise<void> {
    await waitFor(async () => {
      await page.reload();
      const text = await page.locator("h1").locator("xpath=..").innerText();
      return /Success|Error|Warning|No Change/.test(text) ? true : undefined;
    });
  }

  it("shows what each customer comes to, and writes nothing", async () => {
    await page.goto(`${rig.portalUrl}/programs/microsoft-csp-indirect-${psa.kind}`);
    await page
      .getByRole("button", { name: /^Preview/ })
      .first()
      .click();
    await page.waitForURL(/\/runs\//);
    preview = page.url().replace(/[?#].*/, "");
    await untilOver();
    await page.getByRole("heading", { name: "Approve and write" }).waitFor();
    expect(await page.getByText(/lines would change/).innerText()).toMatch(/\+\$[\d,.]+ a month/);
    expect(await approveButtons().count()).toBeGreaterThan(1);
    await expectEasyToRead(page);
    expect(await writesOf()).toBe(0);
  });

  it("tells the second of two people that the first has approved something meanwhile", async () => {
    const second = await page.context().newPage();
    await second.goto(preview);
    await approveButtons().first().click();
    await page
      .getByText(/lines? approved\./)
      .first()
      .waitFor();
    await second.getByRole("button", { name: /^Approve all/ }).click();
    await second.getByText("Somebody approved or wrote other lines meanwhile.").waitFor();
    await second.close();
  });

  it("writes the approved customer and no other", async () => {
    const words = await page.getByRole("button", { name: /^Write \d+ approved lines?/ }).innerText();
    const approved = Number(/\d+/.exec(words)?.[0]);
    await page.getByRole("button", { name: /^Write \d+ approved lines?/ }).click();
    await page.waitForURL((url) => !url.href.startsWith(preview));
    await untilOver();
    await expectStatus(page, "Success");
    expect(await page.getByText(/This sync writes only the/).innerText()).toContain(`the ${approved} line`);
    written = page.url().replace(/[?#].*/, "");
    await page.goto(preview);
    await page.getByText("and given to a sync.").first().waitFor();
  });

  it("previews the reversal of what was written, and writes nothing for it yet", async () => {
    const writes = await writesOf();
    await page.goto(written);
    await page.getByRole("link", { name: "Reverse…" }).click();
    await page.getByText("Reverse what this sync did").waitFor();
    await expectEasyToRead(page);
    await page.getByRole("button", { name: /^Preview the reversal/ }).click();
    await page.waitForURL((url) => url.pathname.includes("/runs/") && !url.href.startsWith(written));
    await untilOver();
    await page.getByText(/It shows what would reverse what/).waitFor();
    await expectEasyToRead(page);
    expect(await writesOf()).toBe(writes);
  });
});
