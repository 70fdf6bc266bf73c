import { attemptLimits } from "@/db/commands/sign-in/count-attempt";
import { links } from "@/lib/links";
import { type EntraStandIn, startEntra } from "@/sandbox/entra/stand-in";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";

jest.setTimeout(120_000);

const demo = { oid: "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11", preferred_username: "demo@saltbush.example" };

/** Microsoft Entra ID is set up: a member signs in by it, and nobody else. */
describe("signing in with Microsoft", () => {
  let entra: EntraStandIn;
  let rig: ProductRig;

  beforeAll(async () => {
    entra = await startEntra();
    rig = await startProduct({
      scenario: "clean",
      psas: ["connectwise"],
      env: {
        ENTRA_AUTHORITY: entra.authority,
        ENTRA_TENANT_ID: entra.tenantId,
        ENTRA_CLIENT_ID: entra.clientId,
        ENTRA_CLIENT_SECRET: entra.clientSecret,
      },
    });
  });
  afterAll(async () => {
    await rig?.stop();
    await entra?.stop();
  });

  /** Where the browser ends up, and what the page's heading says. */
  async function come(path = "/"): Promise<[string, string]> {
    const page = await rig.openPage();
    await page.goto(`${rig.portalUrl}${path}`);
    await page.getByRole("link", { name: "Sign in with Microsoft" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    const heading = await page.getByRole("heading", { level: 1 }).innerText();
    const { pathname, search } = new URL(page.url());
    await page.context().close();
    return [`${pathname}${search}`, heading];
  }

  const refused = ["/sign-in/entra/refused", "Microsoft did not sign you in here"];

  it("takes a member to the page that they opened", async () => {
    entra.signsIn(demo);
    expect(await come("/history?kind=customers")).toEqual(["/history?kind=customers", "Sync history"]);
  });

  it("signs in after any number of visits to the way back that nobody began", async () => {
    for (let visit = 0; visit <= attemptLimits.confirm_by_network.most; visit += 1) {
      const answer = await fetch(`${rig.portalUrl}${links.entraCallback()}?code=x&state=y`, {
        redirect: "manual",
      });
      expect(answer.headers.get("location")).toContain(links.entraRefused());
    }
    entra.signsIn(demo);
    expect(await come("/history")).toEqual(["/history", "Sync history"]);
  });

  it("refuses somebody who is no member, and a token that was not made for this attempt", async () => {
    entra.signsIn({ oid: "1", preferred_username: "eve@evil.example" });
    expect(await come()).toEqual(refused);
    entra.signsIn(demo);
    entra.breakWith("nonce");
    expect(await come()).toEqual(refused);
  });
});
