import { eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { stopReviews } from "@/db/commands/mails/stop-reviews";
import { auditEvents, programSyncs, syncStatus } from "@/db/schema";
import { failureFacts } from "@/lib/mail-facts";
import { agreementOf, enterKeys, itemsOf, mailsOf, mapTo } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { sendMail } from "@/workers/jobs/send-mail";

jest.setTimeout(120_000);

let bench: WriteBench;
let tamarAgreement: string;
let told = 0;
beforeAll(async () => {
  bench = await startWriteBench();
  await bench.turnOn("Lighthouse Conveyancing");
  await bench.turnOn("Tamar Hill Cellars");
  tamarAgreement = await agreementOf(bench, "Tamar Hill Cellars");
  expect((await bench.run("customers")).status).toBe("success");
});
afterAll(() => bench.close());

/** The mails that have become due since the last time this was asked. */
async function news() {
  const all = await mailsOf(bench);
  const fresh = all.slice(told);
  told = all.length;
  return fresh;
}

const purposes = async () => (await news()).map((mail) => mail.purpose);

async function endAgreement(name: string, endDate: string | null) {
  const agreementId = await agreementOf(bench, name);
  const change = { endDate, noEndingDateFlag: endDate === null };
  await bench.control.edit("connectwise", "agreements", agreementId, change);
}

describe("a failure", () => {
  test("is mailed once, with its cause and a link to the very item", async () => {
    await endAgreement("Lighthouse Conveyancing", "2026-10-20");
    const run = await bench.run("customers");
    expect(run.status).toBe("error");
    const [mail, ...others] = await news();
    expect([mail?.purpose, others]).toEqual(["failure", []]);
    const { causes, failed } = failureFacts.parse(mail?.facts);
    expect(causes.map((cause) => cause.code)).toEqual(["agreement_ended"]);
    const items = (await itemsOf(bench, run.id)).filter((item) => item.outcome === "failed");
    expect(failed).toBe(items.length);
    expect(items.map((item) => item.id)).toContain(causes[0]?.itemId);

    await sendMail(bench.tools.mail, { orgId: bench.orgId, mailId: mail?.id ?? "" });
    const [sent] = await bench.control.mails();
    const link = `http://localhost:3999/runs/${run.id}/items/${causes[0]?.itemId}`;
    for (const body of [sent?.text, sent?.html]) expect(body).toContain(link);
  });

  test("is not mailed again by the next run of the same day, nor by a retry", async () => {
    const run = await bench.run("customers", { trigger: "schedule" });
    expect(run.status).toBe("error");
    const [failed] = (await itemsOf(bench, run.id)).filter((item) => item.outcome === "failed");
    expect((await bench.retry(run.id, "customers", [failed?.key ?? ""])).status).toBe("error");
    expect(await purposes()).toEqual([]);
  });

  test("is told again the next day, saying since when", async () => {
    const since = (await bench.status("customers"))?.failingSince;
    await inOrg(bench.db, bench.orgId, (tx) =>
      tx.update(syncStatus).set({ failureMailedAt: sql`now() - interval '24 hours'` }),
    );
    await bench.run("customers", { trigger: "schedule" });
    const [mail] = await news();
    expect(mail?.facts).toMatchObject({ stillFailingSince: since?.toISOString() });
  });

  test("with a new cause is mailed at once", async () => {
    await mapTo(bench, "Tamar Hill Cellars", "999999");
    await bench.run("customers");
    const [mail] = await news();
    const { causes } = failureFacts.parse(mail?.facts);
    expect(causes.map((cause) => cause.code).sort()).toEqual(["agreement_ended", "agreement_missing"]);
  });

  test("that is half over is no recovery; that is over is told once", async () => {
    await mapTo(bench, "Tamar Hill Cellars", tamarAgreement);
    await bench.run("customers");
    expect(await purposes()).toEqual([]);
    await endAgreement("Lighthouse Conveyancing", null);
    expect((await bench.run("customers")).status).not.toBe("error");
    expect(await purposes()).toEqual(["recovery"]);
    await bench.run("customers");
    expect(await purposes()).toEqual([]);
  });
});

test("keys that are refused are told as such, once, and the recovery too", async () => {
  const { publicKey, privateKey, clientId } = bench.sandbox.endpoints.connectwise;
  await enterKeys(bench, "connection", { publicKey, privateKey: "wrong", clientId });
  await bench.run("customers");
  const [mail, ...others] = await news();
  expect([mail?.purpose, others]).toEqual(["connection", []]);
  expect(mail?.facts).toMatchObject({ code: "psa_unauthorised", connectionName: "ConnectWise" });
  await bench.run("customers");
  expect(await purposes()).toEqual([]);
  await enterKeys(bench, "connection", { publicKey, privateKey, clientId });
  await bench.run("customers");
  expect(await purposes()).toEqual(["recovery"]);
});

describe("what is held", () => {
  const credit = (amount: string) => ({
    subscriptionId: "",
    offerName: "Goodwill credit",
    chargeStart: "2026-10-01",
    chargeEnd: "2026-10-31",
    unitPrice: amount,
    unitPriceRrp: amount,
    quantity: "1",
    billableRatio: "1",
    subTotal: amount,
    subTotalRrp: amount,
  });

  async function addCredit(amount: string) {
    const { invoiceId } = await bench.control.newestInvoice();
    await bench.control.edit("prism", "invoices", invoiceId, { addLines: [credit(amount)] });
  }

  test("is mailed for review when it is new, and only then", async () => {
    await addCredit("-12.00");
    expect((await bench.run("customers")).status).toBe("warning");
    expect(await purposes()).toEqual(["review"]);
    expect((await bench.run("customers", { trigger: "schedule" })).status).toBe("warning");
    expect(await purposes()).toEqual([]);
    await addCredit("-5.00");
    await bench.run("customers");
    expect(await purposes()).toEqual(["review"]);
  });

  test("is mailed to nobody who stopped such mails by the link of one; failures reach them all the same", async () => {
    const [first = ""] = bench.programSync.notifyAddresses;
    const both = [first, "Second@Saltbush.example"];
    await inOrg(bench.db, bench.orgId, (tx) => tx.update(programSyncs).set({ notifyAddresses: both }));
    await addCredit("-6.00");
    await bench.run("customers");
    const [mail] = await news();
    expect(mail?.recipients).toEqual(both);
    const of = { orgId: bench.orgId, mailId: mail?.id ?? "" };
    await sendMail(bench.tools.mail, of);
    const link = `http://localhost:3999/stop-mails?org=${of.orgId}&mail=${of.mailId}`;
    const sent = (await bench.control.mails()).find((one) => one.text.includes("/stop-mails"));
    expect(sent).toMatchObject({ headers: { "List-Unsubscribe": `<${link}>` } });
    expect(sent?.text).toContain(link);

    expect(await stopReviews(bench.db, { ...of, email: "eve@evil.example", stopped: true })).toBe(false);
    expect(await stopReviews(bench.db, { ...of, email: both[1] ?? "", stopped: true })).toBe(true);
    expect(await stopReviews(bench.db, { ...of, email: both[1] ?? "", stopped: true })).toBe(true);
    const stops = inOrg(bench.db, bench.orgId, (tx) =>
      tx.select().from(auditEvents).where(eq(auditEvents.action, "review_mails_stopped")),
    );
    expect(await stops).toHaveLength(1);
    await addCredit("-7.00");
    await bench.run("customers");
    expect((await news()).map(({ recipients }) => recipients)).toEqual([[first]]);

    await endAgreement("Lighthouse Conveyancing", "2026-10-20");
    await bench.run("customers");
    expect((await news()).map((one) => [one.purpose, one.recipients])).toEqual([["failure", both]]);
    await endAgreement("Lighthouse Conveyancing", null);
    await bench.run("customers");
    expect((await news()).find(({ purpose }) => purpose === "recovery")?.recipients ?? both).toEqual(both);

    expect(await stopReviews(bench.db, { ...of, email: both[1] ?? "", stopped: false })).toBe(true);
    await addCredit("-8.00");
    await bench.run("customers");
    expect((await news()).map(({ recipients }) => recipients)).toContainEqual(both);
  });
});

test("a preview mails nothing, whatever it finds", async () => {
  await endAgreement("Lighthouse Conveyancing", "2026-10-20");
  const preview = await bench.run("customers", { mode: "preview" });
  expect(preview.status).toBe("error");
  expect(await purposes()).toEqual([]);
});

test("without an address nobody is mailed, and the failure is known all the same", async () => {
  const addresses = bench.programSync.notifyAddresses;
  expect(addresses.length).toBeGreaterThan(0);
  await inOrg(bench.db, bench.orgId, (tx) => tx.update(programSyncs).set({ notifyAddresses: [] }));
  expect((await bench.run("customers")).status).toBe("error");
  expect(await purposes()).toEqual([]);
  expect((await bench.status("customers"))?.failingSince).not.toBeNull();
});
