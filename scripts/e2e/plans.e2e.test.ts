import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { cardOf, expectStatus, runNow, signIn } from "./in-portal";
import { expectEasyToRead } from "./looks/easy-to-read";
import { waitFor } from "./outside";
import { type Mapped, walkedPsas } from "./walked-psa";

jest.setTimeout(120_000);

/** A preview, approved in the browser in parts, and what the PSA holds afterwards. */
describe.each(walkedPsas)("a preview of what would be written to $name", (psa) => {
  let rig: ProductRig;
  let page: Page;
  let preview: string;
  let written: string;
  let reversed: string;
  let approved: Mapped;
  /** Before the reversal. */
  let units: number;
  beforeAll(async () => {
    rig = await startProduct({ scenario: "clean", redis: true, psas: [psa.kind] });
    const [first] = await psa.mapped(rig);
    if (!first) throw new Error("Nobody is mapped.");
    approved = first;
    page = await rig.openPage();
    await signIn(page, rig);
  });
  afterAll(() => rig?.stop());

  const writesOf = async () => (await rig.control.writes(psa.kind)).length;
  const agreementId = () => String(approved.agreementId);

  /** How many units of the approved customer's lines the PSA bills on a day long after what it has invoiced. */
  async function unitsLater(): Promise<number> {
    const day = "2027-01-15";
    const held = await psa.books(rig).held(agreementId());
    return held
      .filter(({ what, from, to }) => what === "line" && from <= day && (to === null || to >= day))
      .reduce((sum, { quantity }) => sum + Number(quantity), 0);
  }

  /** Autotask takes one adjustment of a service on a date: the next one comes once the days before are invoiced. */
  async function openNextDays(): Promise<void> {
    if (psa.kind === "autotask") await psa.books(rig).bill([agreementId()]);
  }
  const approveButtons = () => page.getByRole("button", { name: /^Approve \d+ lines? of / });

  async function untilOver(): Promise<void> {
    await waitFor(async () => {
      await page.reload();
      const text = await page.locator("h1").locator("xpath=..").innerText();
      return /Success|Error|Warning|No Change/.test(text) ? true : undefined;
    });
  }

  it("shows what becomes of each product, and has just the approved one made", async () => {
    await page.goto(`${rig.portalUrl}/programs/microsoft-csp-indirect-${psa.kind}/products`);
    await page
      .getByRole("button", { name: /^Preview/ })
      .first()
      .click();
    await page.waitForURL(/\/runs\//);
    const products = page.url().replace(/[?#].*/, "");
    await untilOver();
    await page.getByText(/products? would change/).waitFor();
    await page.getByRole("link", { name: /^new in the PSA/i }).click();
    await page.getByRole("button", { name: "Approve all “new in the PSA”" }).waitFor();
    await expectEasyToRead(page);
    await page
      .getByRole("button", { name: /^Approve (?!all)/ })
      .first()
      .click();
    await page.getByText("1 change approved.").first().waitFor();
    await page.getByRole("button", { name: /^Write 1 approved product to/ }).click();
    await page.waitForURL((url) => !url.href.startsWith(products));
    await untilOver();
    await expectStatus(page, "Success");
    await page.getByText(/This sync writes only the 1 product/).waitFor();
    expect(await rig.control.writes(psa.kind)).toMatchObject([{ method: "POST" }]);
  });

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
    expect(await writesOf()).toBe(1);
  });

  it("tells the second of two people that the first has approved something meanwhile", async () => {
    const second = await page.context().newPage();
    await second.goto(preview);
    await page.goto(`${preview}?q=${encodeURIComponent(approved.customer)}`);
    await approveButtons().first().click();
    await page
      .getByText(/changes? approved\./)
      .first()
      .waitFor();
    await second.getByRole("button", { name: /^Approve all/ }).click();
    await second.getByText("Somebody approved or wrote something else meanwhile.").waitFor();
    await second.close();
  });

  it("writes the approved customer and no other", async () => {
    const words = await page.getByRole("button", { name: /^Write \d+ approved lines?/ }).innerText();
    const lines = Number(/\d+/.exec(words)?.[0]);
    await page.getByRole("button", { name: /^Write \d+ approved lines?/ }).click();
    await page.waitForURL((url) => !url.href.startsWith(preview));
    await untilOver();
    await expectStatus(page, "Success");
    expect(await page.getByText(/This sync writes only the/).innerText()).toContain(`the ${lines} line`);
    written = page.url().replace(/[?#].*/, "");
    await page.goto(preview);
    await page.getByText("and given to a sync.").first().waitFor();
  });

  it("previews the reversal of one line, and writes nothing for it yet", async () => {
    await openNextDays();
    const writes = await writesOf();
    await page.goto(written);
    await page.getByRole("link", { name: "Reverse…" }).click();
    await page.getByText("Reverse what this sync did").waitFor();
    await expectEasyToRead(page);
    await page.getByRole("button", { name: "Preview its reversal" }).first().click();
    await page.waitForURL((url) => url.pathname.includes("/runs/") && !url.href.startsWith(written));
    await untilOver();
    await page.getByText(/It shows what would reverse what/).waitFor();
    await expectEasyToRead(page);
    expect(await writesOf()).toBe(writes);
  });

  it("writes the reversal once and for that line alone, and the next sync does not do it again", async () => {
    const writes = await writesOf();
    units = await unitsLater();
    const reversal = page.url().replace(/[?#].*/, "");
    await page.getByRole("button", { name: "Approve all 1" }).click();
    await page.getByText("1 change approved.").first().waitFor();
    await page.getByRole("button", { name: /^Write 1 approved line to/ }).click();
    await page.waitForURL((url) => !url.href.startsWith(reversal));
    await untilOver();
    // The days that Autotask has invoiced meanwhile stay, and it is said.
    await expectStatus(page, psa.kind === "autotask" ? "Warning" : "Success");
    reversed = page.url().replace(/[?#].*/, "");
    const made = (await rig.control.writes(psa.kind)).slice(writes);
    const ends =
      psa.kind === "connectwise" ? { method: "PATCH" } : { body: { unitChange: expect.any(Number) } };
    expect(made).toMatchObject([ends]);
    const after = await unitsLater();
    expect(after).toBeLessThan(units);

    await runNow(page, rig, cardOf(page, psa.name, "Customers"));
    expect(await unitsLater()).toBe(after);
  });

  it("brings the line back once a person takes its exclusion back", async () => {
    expect(await unitsLater()).toBeLessThan(units);
    await openNextDays();
    await page.goto(reversed);
    await page
      .getByText(/^Excluded/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Sync it again" }).click();
    await page
      .getByText(/is synced again\./)
      .first()
      .waitFor();
    await waitFor(async () => ((await unitsLater()) === units ? true : undefined));
  });
});
