import type { Page } from "playwright-core";
import { type ProductRig, startProduct } from "@/scripts/testing/product-rig";
import { signIn } from "./in-portal";
import { waitFor } from "./outside";

jest.setTimeout(120_000);

const carla = "carla@saltbush.example";

/** Somebody is invited, comes in, gets another role and is taken out again. */
describe("members", () => {
  let rig: ProductRig;
  let admin: Page;
  let member: Page;

  beforeAll(async () => {
    rig = await startProduct({ scenario: "clean", psas: ["connectwise"] });
    admin = await rig.openPage();
    member = await rig.openPage();
    await signIn(admin, rig);
  });
  afterAll(() => rig?.stop());

  const openMembers = () => admin.goto(`${rig.portalUrl}/members`);

  it("are invited by a mail whose link is used up by its button alone", async () => {
    await openMembers();
    await admin.getByLabel("E-mail address").fill(carla);
    await admin.getByLabel("Role").selectOption("operator");
    await admin.getByRole("button", { name: "Invite" }).click();
    await admin.getByText(`${carla} is invited as an operator.`).waitFor();
    const link = await waitFor(async () => {
      const mail = (await rig.control.mails()).find(({ to }) => to.includes(carla));
      return /http\S+\/invitation\?\S+/.exec(mail?.text ?? "")?.[0];
    });
    // A program that checks mails opens the link, too.
    expect((await fetch(link)).status).toBe(200);
    await member.goto(link);
    await member.getByRole("button", { name: "Accept and sign in" }).click();
    await member.getByText("You are a member now").waitFor();
    await member.goto(link);
    await member.getByRole("heading", { name: "This invitation is not open" }).waitFor();
  });

  it("get another role, which holds from their next page on", async () => {
    await member.goto(`${rig.portalUrl}/profile`);
    await member.getByText(`${carla}, an operator of`).waitFor();
    await openMembers();
    await admin.getByRole("link", { name: `Edit ${carla}` }).click();
    await admin.getByRole("radio", { name: /^Viewer/ }).check();
    await admin.getByRole("button", { name: "Save the role" }).click();
    await admin.getByText(`${carla} is a viewer now.`).waitFor();
    await member.reload();
    await member.getByText(`${carla}, a viewer of`).waitFor();
  });

  it("are taken out, and signed out at once", async () => {
    await admin.getByRole("link", { name: `Edit ${carla}` }).click();
    await admin.getByText("Remove…").click();
    await admin.getByRole("button", { name: "Remove this member" }).click();
    await admin.getByText(`${carla} is no member any more`).waitFor();
    await member.goto(`${rig.portalUrl}/history`);
    expect(new URL(member.url()).pathname).toBe("/sign-in");
  });

  it("leave all of it in the audit, whose chain is intact", async () => {
    await admin.goto(`${rig.portalUrl}/audit?area=members`);
    const rows = await admin.getByRole("row").allInnerTexts();
    const told = ["Member removed", "Role changed", "Invitation accepted", "Member invited"];
    expect(rows.slice(1).map((row) => told.find((words) => row.includes(words)))).toEqual(told);
    await admin.getByRole("link", { name: "Check that nothing was changed" }).click();
    await admin.getByText(/The chain is intact: all \d+ events/).waitFor();
  });
});
