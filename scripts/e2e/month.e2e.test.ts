import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import type { SandboxMail } from "@/scripts/testing/sandbox-control";
import { demoAddress } from "../demo/seed";
import { billedAmounts, endOneAgreement, extendAgreement, readInvoice, waitFor } from "./outside";

jest.setTimeout(120_000);

/** A month as a billing clerk lives it, from the demo's printed link to the recovery mail, in Chromium. */
describe("from a PRISM invoice to a ConnectWise agreement", () => {
  let rig: ProductRig;
  let page: Page;
  const ended = { id: 0, company: "" };

  beforeAll(async () => {
    rig = await startProduct({ scenario: "clean", redis: true });
    page = await rig.openPage();
  });
  afterAll(() => rig?.stop());

  function card(title: "Customers" | "Products") {
    return page.getByRole("article").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
  }

  /** Presses Run now on the card and waits until its run has ended; gives the run's page. */
  async function runNow(title: "Customers" | "Products"): Promise<void> {
    await page.goto(rig.portalUrl);
    await card(title).getByRole("button", { name: "Run now" }).click();
    await page.waitForURL(/\/runs\//);
    await untilEnded(page);
  }

  it("signs in by the printed link, once, and shows both cards", async () => {
    await page.goto(rig.signInUrl);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
    await card("Customers").waitFor();
    await card("Products").waitFor();
    const other = await rig.openPage();
    await other.goto(rig.signInUrl);
    await other.getByRole("button", { name: "Sign in" }).click();
    await other
      .getByText(/used already|no longer works|does not work/i)
      .first()
      .waitFor();
    await other.context().close();
  });

  it("runs the customers sync to Success, with before → after and a tie-out", async () => {
    await runNow("Customers");
    await expectStatus(page, "Success");
    const { cost } = await readInvoice(rig);
    const shown = new Intl.NumberFormat("en-AU", { minimumFractionDigits: 2 }).format(Number(cost));
    await page.getByText(shown).first().waitFor();
    await page
      .getByText(/\d+ lines accounted for/)
      .first()
      .waitFor();
    expect(await page.getByRole("row").filter({ hasText: "Applied" }).count()).toBeGreaterThan(10);
  });

  it("is billed by the PSA as PRISM invoiced it, in cost and in retail", async () => {
    const invoiced = await readInvoice(rig);
    expect(billedAmounts(await rig.control.bill())).toEqual(invoiced);
  });

  it("fails one customer whose agreement has ended, syncs the others, and keeps the last success", async () => {
    await page.goto(rig.portalUrl);
    const success = await card("Customers").locator("time").first().getAttribute("datetime");
    Object.assign(ended, await endOneAgreement(rig, "2026-10-31"));
    await rig.control.issueNextInvoice();
    const writesBefore = (await rig.control.writes("connectwise")).length;
    await runNow("Customers");
    await expectStatus(page, "Error");
    await page.getByText("The agreement has ended").first().waitFor();
    const writes = (await rig.control.writes("connectwise")).slice(writesBefore);
    expect(writes.length).toBeGreaterThan(0);
    expect(writes.filter((write) => write.path.includes(`/agreements/${ended.id}/`))).toEqual([]);
    await page.goto(rig.portalUrl);
    expect(await card("Customers").locator("time").first().getAttribute("datetime")).toBe(success);
    await card("Customers").getByText("Error").waitFor();
    await card("Customers").getByText("failed").first().waitFor();
  });

  it("mails the failure, whose link leads a signed-out reader through sign-in to the very line", async () => {
    const mail = await waitFor(async () => (await failureMails(rig))[0]);
    expect(mail.to).toEqual([demoAddress]);
    const link = /https?:\/\/[^\s"<>]+\/items\/[^\s"<>]+/.exec(mail.text)?.[0];
    expect(link).toBeDefined();
    const reader = await rig.openPage({ viewport: { width: 390, height: 844 } });
    await reader.goto(link ?? "");
    await reader.getByLabel(/e-?mail/i).fill(demoAddress);
    await reader.getByRole("button", { name: /link|sign in/i }).click();
    await reader
      .getByText(/check your mail/i)
      .first()
      .waitFor();
    const signIn = await waitFor(async () =>
      (await rig.control.mails()).find((one) => /\/sign-in\/confirm\?/.test(one.text)),
    );
    await reader.goto(/https?:\/\/\S+\/sign-in\/confirm\?\S+/.exec(signIn.text)?.[0] ?? "");
    await reader.getByRole("button", { name: "Sign in" }).click();
    await reader
      .getByText(ended.company.split(" ")[0] ?? "")
      .first()
      .waitFor();
    const issue = reader.getByText("The agreement has ended").last();
    await issue.waitFor();
    expect(reader.url()).toContain("/runs/");
    expect(await reader.getByText(/extend|choose/i).count()).toBeGreaterThan(0);
    await reader.context().close();
  });

  it("recovers by retrying that item once the agreement is extended, and mails the recovery", async () => {
    await extendAgreement(rig, ended.id);
    await page.goto(rig.portalUrl);
    await card("Customers").getByRole("link", { name: "last run" }).click();
    await page.waitForURL(/\/runs\//);
    await page.getByRole("button", { name: /^Retry \d+ failed$/ }).click();
    await page.waitForURL(/\/runs\//);
    await waitFor(async () => (await recoveryMails(rig))[0]);
    expect(await recoveryMails(rig)).toHaveLength(1);
    expect(await failureMails(rig)).toHaveLength(1);
  });

  it("finds No Change the next time, and writes nothing", async () => {
    const before = (await rig.control.writes("connectwise")).length;
    await runNow("Customers");
    await expectStatus(page, "No Change");
    expect((await rig.control.writes("connectwise")).length).toBe(before);
    expect(billedAmounts(await rig.control.bill())).toEqual(await readInvoice(rig));
  });
});

async function untilEnded(page: Page): Promise<void> {
  const status = page.locator("h1").locator("xpath=..");
  await waitFor(async () => {
    await page.reload();
    const text = await status.innerText();
    return /Success|Error|Warning|No Change|Cancelled/.test(text) ? text : undefined;
  });
}

async function expectStatus(page: Page, status: string): Promise<void> {
  const header = await page.locator("h1").locator("xpath=..").innerText();
  expect(header).toContain(status);
}

async function failureMails(rig: ProductRig): Promise<SandboxMail[]> {
  return (await rig.control.mails()).filter((mail) => /: [1-9]\d* errors?/.test(mail.subject));
}

async function recoveryMails(rig: ProductRig): Promise<SandboxMail[]> {
  return (await rig.control.mails()).filter((mail) => /: 0 errors/.test(mail.subject));
}
