import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { Client } from "pg";
import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { cardOf, runNow, signIn } from "./in-portal";
import { expectEasyToRead } from "./looks/easy-to-read";
import { waitFor } from "./outside";

jest.setTimeout(120_000);

const carla = "carla@saltbush.example";
const demo = "demo@saltbush.example";

/** The pages around signing in and around mails, each as its reader comes to it. */
describe("the pages that are not in the menu", () => {
  let rig: ProductRig;
  let page: Page;
  let owner: Client;
  let orgId: string;

  beforeAll(async () => {
    rig = await startProduct({ scenario: "clean", psas: ["connectwise"] });
    owner = new Client({ connectionString: rig.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query<{ id: string }>("select id from organisations");
    orgId = rows[0]?.id ?? "";
    page = await rig.openPage();
    await signIn(page, rig);
  });
  afterAll(async () => {
    await owner?.end();
    await rig?.stop();
  });

  async function mailLink(to: string, pattern: RegExp): Promise<string> {
    return waitFor(async () => {
      const mails = (await rig.control.mails()).filter((mail) => mail.to.includes(to));
      return pattern.exec(mails.at(-1)?.text ?? "")?.[0];
    });
  }

  it.each([
    ["/sign-in", "Sign in"],
    ["/sign-in/check-mail", "Check your mail"],
    ["/sign-in/wait", "Too many attempts"],
    ["/sign-in/entra/refused", "Microsoft did not sign you in here"],
    ["/sign-in/expired", "does not work any more"],
    ["/invitation", "This invitation is not open"],
    ["/stop-mails", "This link is not complete"],
  ])("%s is easy to read, also without script", async (path, says) => {
    const visitor = await rig.openPage();
    await visitor.goto(`${rig.portalUrl}${path}`);
    await expectEasyToRead(visitor);
    await visitor.context().close();
    const plain = await rig.openPage({ javaScriptEnabled: false });
    await plain.goto(`${rig.portalUrl}${path}`);
    expect((await plain.locator("body").innerText()).toLowerCase()).toContain(says.toLowerCase());
    await plain.context().close();
  });

  it("tell of a mail that was refused, and send it again", async () => {
    await runNow(page, rig, cardOf(page, "ConnectWise", "Customers"));
    const runId = /runs\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? "";
    const mailId = randomUUID();
    const words = { subject: "3 subscriptions wait", html: "<p>3</p>", text: "3", at: new Date() };
    await owner.query(
      `insert into mails (org_id, id, purpose, cause_id, recipients, facts, frozen, state, last_error)
       values ($1, $2, 'review', $3, array['gone@saltbush.example'], '{}', $4, 'parked', 'rejected (422)')`,
      [orgId, mailId, runId, words],
    );
    await page.goto(`${rig.portalUrl}/stop-mails?org=${orgId}&mail=${mailId}`);
    await page.getByRole("button", { name: "Stop them to gone@saltbush.example" }).waitFor();
    await expectEasyToRead(page);
    await page.goto(rig.portalUrl);
    await page.getByText("1 mail could not be sent.").waitFor();
    await page.getByRole("link", { name: "See which" }).click();
    await page.getByRole("cell", { name: /Check the addresses/ }).waitFor();
    await expectEasyToRead(page);
    await page.getByRole("button", { name: /^Send again/ }).click();
    await page.getByText("The mail is on its way to 1 address.").waitFor();
    await waitFor(async () => (await rig.control.mails()).find((mail) => mail.subject === words.subject));
  });

  it("ask before a program's sync is switched off, also without script", async () => {
    const plain = await rig.openPage({ javaScriptEnabled: false });
    await plain.context().addCookies(await page.context().cookies());
    await plain.goto(`${rig.portalUrl}/programs/microsoft-csp-indirect-connectwise`);
    const invoices = plain.getByLabel(/^Bring invoices to the customers/);
    await invoices.uncheck();
    await plain.getByRole("button", { name: "Save settings" }).click();
    await plain
      .getByText(/No new invoice of \d+ customers is brought over/)
      .first()
      .waitFor();
    await plain.getByLabel("Yes, switch it off").check();
    await plain.getByRole("button", { name: "Save settings" }).click();
    await plain.getByText("The customers sync is off").waitFor();
    await plain.getByLabel(/^Bring invoices to the customers/).check();
    await plain.getByRole("button", { name: "Save settings" }).click();
    await plain.getByText("The settings are saved.").waitFor();
    await plain.context().close();
  });

  it("let an invited person in, and ask for a code once there is a second step", async () => {
    await page.goto(`${rig.portalUrl}/members`);
    await page.getByLabel("E-mail address").fill(carla);
    await page.getByRole("button", { name: "Invite" }).click();
    const member = await rig.openPage();
    await member.goto(await mailLink(carla, /http\S+\/invitation\?\S+/));
    await expectEasyToRead(member);
    await member.getByRole("button", { name: "Accept and sign in" }).click();
    await member.getByText("You are a member now").waitFor();
    await member.goto(`${rig.portalUrl}/profile`);
    await member.getByRole("button", { name: "Set up an authenticator app" }).click();
    await member.getByText("Enter it by hand instead").click();
    const typed = await member
      .locator("pre, code")
      .filter({ hasText: /^[A-Z2-7 ]{30,}$/ })
      .first()
      .innerText();
    const secret = Secret.fromBase32(typed.replaceAll(" ", ""));
    await member.getByLabel("Code of six digits").fill(new TOTP({ secret }).generate());
    await member.getByRole("button", { name: "Turn it on" }).click();
    await member.waitForURL(/\/profile(\?|$)/);
    await member.context().close();

    const again = await rig.openPage();
    await again.goto(`${rig.portalUrl}/sign-in`);
    await again.getByLabel(/address/i).fill(carla);
    await again.getByRole("button", { name: /link/i }).click();
    await again.goto(await mailLink(carla, /http\S+\/sign-in\/confirm\?\S+/));
    await again.getByRole("button", { name: "Sign in" }).click();
    await again.getByRole("heading", { name: "Enter your code" }).waitFor();
    await expectEasyToRead(again);
    await again.context().close();
  });

  it("take a person of two organisations from one to the other and back", async () => {
    const { rows } = await owner.query<{ id: string }>(
      "insert into organisations (name, time_zone) values ('Harbour IT', 'Europe/London') returning id",
    );
    await owner.query(
      "insert into members (org_id, user_id, role) select $1, id, 'viewer' from users where email = $2",
      [rows[0]?.id, demo],
    );
    await page.goto(`${rig.portalUrl}/profile`);
    await page.getByRole("button", { name: "Switch to Harbour IT" }).click();
    await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
    const main = page.locator("main");
    expect(await main.innerText()).not.toContain("Microsoft CSP");
    await page.goto(`${rig.portalUrl}/programs/microsoft-csp-indirect-connectwise`);
    expect(await main.innerText()).toContain("There is nothing");
    await page.goto(`${rig.portalUrl}/profile`);
    await expectEasyToRead(page);
    await page.getByRole("button", { name: /^Switch to Saltbush/ }).click();
    await page.getByText("Microsoft CSP").first().waitFor();
  });
});
