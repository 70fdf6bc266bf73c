import type { Page } from "playwright-core";
import { psaWords } from "@/lib/psa-names";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { demoAddress } from "../demo/seed";
import {
  type CardTitle,
  cardOf,
  expectStatus,
  failureMails,
  recoveryMails,
  runNow,
  signIn,
} from "./in-portal";
import { readInvoice, waitFor } from "./outside";
import { billAll, type Mapped, walkedPsas } from "./walked-psa";

jest.setTimeout(120_000);

/** A month as a billing clerk lives it, from the demo's printed link to the recovery mail, in Chromium. */
describe.each(walkedPsas)("from a PRISM invoice to $name", (psa) => {
  let rig: ProductRig;
  let page: Page;
  let mapped: Mapped[];
  let ended: Mapped;

  beforeAll(async () => {
    rig = await startProduct({ scenario: "clean", redis: true });
    page = await rig.openPage();
    mapped = await psa.mapped(rig);
    const [first] = mapped;
    if (!first) throw new Error(`Nothing is mapped in ${psa.name}.`);
    ended = first;
  });
  afterAll(() => rig?.stop());

  const card = (title: CardTitle) => cardOf(page, psa.name, title);
  const run = (title: CardTitle) => runNow(page, rig, card(title));
  const invoiced = () =>
    readInvoice(
      rig,
      mapped.map(({ customer }) => customer),
    );
  const bill = () => billAll(psa, rig, mapped);

  it("signs in by the printed link, once, and shows both cards", async () => {
    await signIn(page, rig);
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
    await run("Customers");
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
    expect(mapped.length).toBeGreaterThan(30);
    expect(await bill()).toEqual(await invoiced());
  });

  it("fails one customer whose agreement has ended, syncs the others, and keeps the last success", async () => {
    await page.goto(rig.portalUrl);
    const success = await card("Customers").locator("time").first().getAttribute("datetime");
    await psa.end(rig, ended.agreementId, "2026-10-31");
    await rig.control.issueNextInvoice();
    const writesBefore = (await rig.control.writes(psa.kind)).length;
    await run("Customers");
    await expectStatus(page, "Error");
    await page.getByText(`The ${psaWords[psa.kind].agreement} has ended`).first().waitFor();
    const writes = (await rig.control.writes(psa.kind)).slice(writesBefore);
    expect(writes.length).toBeGreaterThan(0);
    const toEnded = new RegExp(
      `/(agreements|contracts)/${ended.agreementId}/|"contractID":${ended.agreementId}\\b`,
      "i",
    );
    expect(writes.filter(({ path, body }) => toEnded.test(`${path}/ ${JSON.stringify(body)}`))).toEqual([]);
    await page.goto(rig.portalUrl);
    expect(await card("Customers").locator("time").first().getAttribute("datetime")).toBe(success);
    await card("Customers").getByText("Error").waitFor();
    await card("Customers").getByText("failed").first().waitFor();
  });

  it("mails the failure, whose link leads a signed-out reader through sign-in to the very line", async () => {
    const mail = await waitFor(async () => (await failureMails(rig))[0]);
    expect([mail.to, mail.subject.includes(psa.name)]).toEqual([[demoAddress], true]);
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
    const signInMail = await waitFor(async () =>
      (await rig.control.mails()).find((one) => /\/sign-in\/confirm\?/.test(one.text)),
    );
    await reader.goto(/https?:\/\/\S+\/sign-in\/confirm\?\S+/.exec(signInMail.text)?.[0] ?? "");
    await reader.getByRole("button", { name: "Sign in" }).click();
    await reader.getByText(ended.customer).first().waitFor();
    const issue = reader.getByText(`The ${psaWords[psa.kind].agreement} has ended`).last();
    await issue.waitFor();
    expect(reader.url()).toContain("/runs/");
    expect(await reader.getByText(/extend|choose/i).count()).toBeGreaterThan(0);
    await reader.context().close();
  });

  it("recovers by retrying that item once the agreement is extended, and mails the recovery", async () => {
    await psa.extend(rig, ended.agreementId);
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
    const before = (await rig.control.writes(psa.kind)).length;
    await run("Customers");
    await expectStatus(page, "No Change");
    expect((await rig.control.writes(psa.kind)).length).toBe(before);
    expect(await bill()).toEqual(await invoiced());
  });
});
