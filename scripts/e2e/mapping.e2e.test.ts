import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { signIn } from "./in-portal";
import { expectEasyToRead } from "./looks/easy-to-read";
import { connectAutotask } from "./second-psa";

jest.setTimeout(120_000);

/** A new PSA, where no customer is mapped: many at once by what is certain, the others by name. */
describe("mapping the customers", () => {
  let rig: ProductRig;
  let page: Page;
  let program: string;
  let left: string;

  beforeAll(async () => {
    rig = await startProduct({ scenario: "clean", psas: ["connectwise"] });
    page = await rig.openPage();
    await signIn(page, rig);
    program = `${rig.portalUrl}${(await connectAutotask(page, rig)).program}`;
  });
  afterAll(() => rig?.stop());

  const boxes = () => page.getByRole("checkbox");

  it("accepts what is certain at once, but what is unticked", async () => {
    await page.goto(program);
    await page.getByRole("link", { name: "Accept many at once" }).click();
    await page.getByRole("heading", { level: 1, name: "Accept suggestions" }).waitFor();
    const offered = await boxes().count();
    expect(offered).toBeGreaterThan(2);
    left = (await page.getByRole("cell").first().innerText()).split("\n")[0]?.trim() ?? "";
    await boxes().first().focus();
    await page.keyboard.press("Space");
    await expectEasyToRead(page);
    await page.getByRole("radio", { name: /a day that you name/ }).check();
    await page.getByLabel("First day of usage", { exact: true }).fill("2026-10-01");
    await page.getByRole("button", { name: "Map the ticked customers" }).click();
    await page.getByText(`${offered - 1} customers are mapped.`).waitFor();
    expect(await boxes().count()).toBe(1);
    expect(await page.getByRole("cell").first().innerText()).toContain(left);
  });

  it("finds a company while its name is typed, by keyboard alone", async () => {
    await page.goto(`${program}?q=${encodeURIComponent(left)}`);
    await page.getByRole("link", { name: `Map ${left}` }).click();
    const field = page.getByRole("combobox", { name: /^Search the companies/ });
    await field.focus();
    await page.keyboard.type(left.slice(0, 4).toLowerCase());
    const option = page.getByRole("option", { name: new RegExp(`^${left.slice(0, 4)}`, "i") }).first();
    await option.waitFor();
    await page.keyboard.press("ArrowDown");
    expect(await field.getAttribute("aria-activedescendant")).toBe(
      await page.getByRole("option", { selected: true }).getAttribute("id"),
    );
    await expectEasyToRead(page);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("option").count()).toBe(0);
    await page.keyboard.type(left.slice(4, 6));
    await option.waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/[?&]company=\d+/);
    await page.getByRole("heading", { level: 2, name: /^Contract of / }).waitFor();
  });

  it("accepts and searches without script", async () => {
    const plain = await rig.openPage({ javaScriptEnabled: false });
    await plain.context().addCookies(await page.context().cookies());
    await plain.goto(`${program}?q=${encodeURIComponent(left)}`);
    await plain.getByRole("link", { name: `Map ${left}` }).click();
    const field = plain.getByRole("combobox", { name: /^Search the companies/ });
    await field.fill(left.slice(0, 4));
    await field.press("Enter");
    await plain.getByRole("list", { name: /^Companies that match/ }).waitFor();
    await plain.goto(`${program}/suggestions`);
    await plain.getByRole("radio", { name: /a day that you name/ }).check();
    await plain.getByLabel("First day of usage", { exact: true }).fill("2026-10-01");
    await plain.getByRole("button", { name: "Map the ticked customers" }).click();
    await plain.getByText("1 customer is mapped.").waitFor();
    await plain.getByText(/customers wait for a sync/).waitFor();
    await plain.context().close();
  });

  it("syncs the customer that was mapped last, and nobody else", async () => {
    await page.goto(program);
    await page.getByRole("link", { name: "Turn the customers sync on" }).click();
    await page.getByLabel(/^Bring invoices to the customers/).check();
    await page.getByRole("button", { name: "Save settings" }).click();
    await page.getByText("The settings are saved.").waitFor();
    await page.getByRole("button", { name: /^Sync these \d+ customers now$/ }).waitFor();
    await page.goto(`${program}?q=${encodeURIComponent(left)}`);
    await page.getByRole("link", { name: `Edit ${left}` }).click();
    await page.getByText("It was mapped, or its mapping was changed, since its last sync.").waitFor();
    await expectEasyToRead(page);
    await page.getByRole("button", { name: "Sync this customer now" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText(`This sync looks only at ${left}; the figures are of that customer`).waitFor();
    await page
      .getByText(/^(Success|Warning|Error)$/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await page.getByRole("table").last().innerText()).toContain(left);
    await page.goto(program);
    const waiting = page.getByText(/customers wait for a sync/);
    await waiting.waitFor();
    expect(await page.getByText(new RegExp(`${left}.*: what their invoices hold`)).count()).toBe(0);
  });
});
