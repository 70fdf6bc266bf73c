import type { Page } from "playwright-core";
import { type PrismCustomer, prismDesk } from "@/scripts/months/prism-desk";
import type { HeldLine } from "@/scripts/months/psa-books";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { cardOf, runNow, signIn } from "./in-portal";
import { expectEasyToRead } from "./looks/easy-to-read";
import { waitFor } from "./outside";
import { walkedPsas } from "./walked-psa";

jest.setTimeout(120_000);

const leaver = "Lighthouse Conveyancing";
const adopter = "Ironbark Legal";
const credited = "Banksia Dental Group";
const grown = "Coral Bay Freight";
const shrunk = "Tamar Hill Cellars";
const gone = "Anchor & Hope Brewing";

/** What a sync holds for a person, decided in the browser, and what the PSA bills afterwards. */
describe.each(walkedPsas)("what waits for a person before $name", (psa) => {
  let rig: ProductRig;
  let page: Page;
  let customers: PrismCustomer[];
  let agreementIdOf: Map<string, string>;
  let status: string;

  beforeAll(async () => {
    rig = await startProduct({ scenario: "troubled", redis: true, psas: [psa.kind] });
    page = await rig.openPage();
    customers = await prismDesk(rig.sandbox.endpoints.control).customers("2026-10-31");
    const mapped = await psa.mapped(rig);
    agreementIdOf = new Map(mapped.map(({ customer, agreementId }) => [customer, String(agreementId)]));
    await signIn(page, rig);
    status = await sync();
  });
  afterAll(() => rig?.stop());

  async function sync(): Promise<string> {
    await runNow(page, rig, cardOf(page, psa.name, "Customers"));
    return `${rig.portalUrl}${new URL(page.url()).pathname}`;
  }

  /** Waits for a preview that is on its way, approves by the button of that name, and has it written. */
  async function writeApproved(approve: string, customer = ""): Promise<void> {
    await page.waitForURL(/\/runs\//);
    await page.getByRole("heading", { name: "Approve and write" }).waitFor({ timeout: 60_000 });
    const preview = page.url().replace(/[?#].*/, "");
    if (customer) await page.goto(`${preview}?q=${encodeURIComponent(customer)}`);
    await page.getByRole("button", { name: approve }).first().click();
    await page.getByText("1 change approved.").first().waitFor();
    await page.getByRole("button", { name: /^Write 1 approved line to/ }).click();
    await page.waitForURL((url) => !url.href.startsWith(preview));
    await waitFor(async () => {
      await page.reload();
      return (await page.getByText("Applied").count()) > 0 ? true : undefined;
    });
  }

  const held = (customer: string) => psa.books(rig).held(agreementIdOf.get(customer) ?? "none");
  const linesWith = (code: string, customer = "") =>
    page.goto(`${status}?${new URLSearchParams({ code, q: customer })}`);
  const program = `/programs/microsoft-csp-indirect-${psa.kind}`;

  it("charges a credit of nobody to the customer that a person names", async () => {
    await psa.takeAdjustments(rig);
    await linesWith("credit_or_adjustment");
    await page.getByRole("link", { name: "Approve for a customer…" }).first().click();
    await page.getByPlaceholder("Name").fill("Banksia");
    await page.getByPlaceholder("Name").press("Enter");
    await page.waitForURL(/q=Banksia/);
    await page.getByRole("button", { name: `Charge ${credited}` }).click();
    const charge = await waitFor(async () =>
      (await held(credited)).find(({ reference }) => reference?.startsWith("line:")),
    );
    expect([charge.what, charge.quantity, Number(charge.ofOne?.price) < 0]).toEqual(["charge", "1", true]);
    await linesWith("credit_or_adjustment");
    await page
      .getByText(/approved/i)
      .first()
      .waitFor();
  });

  it("takes that credit back by another one of the opposite amount, once a person has approved it in a preview", async () => {
    const charges = async () =>
      (await held(credited)).filter(({ reference }) => reference?.startsWith("line:"));
    await linesWith("credit_or_adjustment");
    await page.getByRole("link", { name: "See that run" }).first().click();
    await page.waitForURL((url) => !url.href.startsWith(status));
    await page.getByRole("link", { name: "Reverse…" }).click();
    await page.getByRole("button", { name: "Preview its reversal" }).first().click();
    await writeApproved("Approve all 1");
    const [first, second, ...more] = await waitFor(async () => {
      const found = await charges();
      return found.length > 1 ? found : undefined;
    });
    expect([Number(first?.ofOne?.price) + Number(second?.ofOne?.price), more]).toEqual([0, []]);
    await page
      .getByText(/^Excluded/)
      .first()
      .waitFor();
  });

  it("takes over what another tool has left, ticked on one page and without script, and makes none beside it", async () => {
    const before = await held(adopter);
    const plain = await rig.openPage({ javaScriptEnabled: false });
    await plain.context().addCookies(await page.context().cookies());
    await plain.goto(`${rig.portalUrl}${program}/cut-over?tick=none`);
    const row = plain.getByRole("row").filter({ hasText: adopter }).first();
    await row.getByRole("checkbox").check();
    await plain.getByRole("button", { name: "Adopt the ticked lines" }).click();
    await plain.getByText("1 line is ours from now on.").waitFor();
    await plain.context().close();
    await linesWith("existing_line", adopter);
    await waitFor(async () => {
      await linesWith("existing_line", adopter);
      return (await page.getByText(/settled since|Recovered|put right/i).count()) > 0 ? true : undefined;
    });
    expect(openAfter(await held(adopter), "2026-10-31")).toBe(openAfter(before, "2026-10-31"));
  });

  it("lists what else recurs on the mapped agreements, and ends just what is ticked, on a day", async () => {
    await page.goto(`${rig.portalUrl}${program}/cut-over`);
    await page.getByRole("button", { name: /^Read the mapped / }).click();
    const others = page.getByRole("table", { name: /^(Likely duplicates|Probably something else)$/ });
    await waitFor(async () => {
      await page.goto(`${rig.portalUrl}${program}/cut-over`);
      return (await others.count()) > 0 ? true : undefined;
    });
    const folded = page.getByText(/that (is|are) probably something else$/);
    if (
      (await folded.count()) > 0 &&
      !(await page.getByRole("table", { name: "Probably something else" }).isVisible())
    ) {
      await folded.click();
    }
    await expectEasyToRead(page);
    const row = others.last().getByRole("row").nth(1);
    expect(await row.innerText()).toMatch(/×[\s\S]*a month/);
    await row.getByRole("checkbox").check();
    await page.getByLabel("Last billed day").last().fill("2026-12-31");
    await page.getByRole("button", { name: "End the ticked lines on that day" }).click();
    await page.getByText("1 line ends on 31 Dec 2026, by this sync.").waitFor();
    await page
      .getByText(/^(Success|Warning|Error)$/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await page.getByText("Success", { exact: true }).count()).toBeGreaterThan(0);
  });

  it("ends the lines of a customer that is switched off, when that is what a person chooses", async () => {
    const before = await held(leaver);
    expect(openAfter(before, "2026-10-31")).toBeGreaterThan(0);
    await page.goto(`${rig.portalUrl}${program}?q=${encodeURIComponent(leaver)}`);
    await page.getByRole("link", { name: /^Edit/ }).first().click();
    await page.getByLabel("Sync this customer").uncheck();
    await page.getByRole("radio", { name: /^End / }).first().check();
    await page.getByLabel("Last day that is billed").first().fill("2026-10-31");
    await page.getByRole("button", { name: "Save the mapping" }).click();
    await waitFor(async () => (openAfter(await held(leaver), "2026-10-31") === 0 ? true : undefined));
    expect((await held(leaver)).length).toBeGreaterThan(0);
  });

  it("writes a large change once it is approved, and ends a line once its end is confirmed", async () => {
    await page.goto(`${rig.portalUrl}${program}`);
    await page.getByLabel("By more than so many units").fill("50");
    await page.getByRole("button", { name: "Save settings" }).click();
    await page.getByText("The settings are saved.").waitFor();
    await rig.control.issueNextInvoice();
    const { invoiceId, lines } = await rig.control.newestInvoice();
    const lineOf = (name: string) => {
      const ids = customers.find((customer) => customer.name === name)?.subscriptionIds ?? [];
      const own = lines.filter(
        ({ subscriptionId, billableRatio }) => ids.includes(subscriptionId) && Number(billableRatio) === 1,
      );
      const [line] = own;
      if (!line) throw new Error(`${name} has no line for a whole month.`);
      return line;
    };
    const quantity = String(Number(lineOf(grown).quantity) + 100);
    await rig.control.edit("prism", "invoices", invoiceId, {
      changeLines: [{ row: lineOf(grown).row, quantity }],
      removeRows: [lineOf(shrunk).row, lineOf(gone).row],
    });
    const openBefore = openAfter(await held(shrunk), "2026-12-31");
    status = await sync();
    expect((await held(grown)).some((line) => line.quantity === quantity)).toBe(false);

    await linesWith("large_change", grown);
    await page.getByRole("button", { name: "Approve" }).first().click();
    await waitFor(async () => (await held(grown)).find((line) => line.quantity === quantity));

    expect(openAfter(await held(shrunk), "2026-12-31")).toBe(openBefore);
    await linesWith("subscription_disappeared", shrunk);
    await page.getByText("Confirm the end…").first().click();
    await page.getByLabel("Last billed day").first().fill("2026-10-31");
    await page.getByRole("button", { name: "Confirm the end" }).first().click();
    await waitFor(async () =>
      openAfter(await held(shrunk), "2026-10-31") === openBefore - 1 ? true : undefined,
    );
  });

  it("ends a line by the approval of just this end in a preview", async () => {
    const openBefore = openAfter(await held(gone), "2026-10-31");
    await page.goto(`${rig.portalUrl}${program}`);
    await page
      .getByRole("button", { name: /^Preview/ })
      .first()
      .click();
    await writeApproved("Confirm its end on 31 Oct 2026", gone);
    expect(openAfter(await held(gone), "2026-10-31")).toBe(openBefore - 1);
  });
});

/** How many lines go on after a day. */
function openAfter(lines: HeldLine[], day: string): number {
  const open = lines.filter(({ what, to }) => what === "line" && (to === null || to > day));
  return new Set(open.map(({ id }) => id)).size;
}
