import { ids } from "../testing/tiny-seed";
import { reasonOf, tinySite } from "../testing/tiny-site";
import { additionRefusals } from "./addition-rules";

const under = (agreementId: number) => `/finance/agreements/${agreementId}/additions`;
const line = (effectiveDate: string, more: object = {}) => ({
  product: { id: ids.licence },
  billCustomer: "Billable",
  effectiveDate,
  ...more,
});
const replace = (path: string, value: unknown) => [{ op: "replace", path, value }];
const oldLine = `${under(ids.arrears)}/${ids.oldLine}`;

test.each<[string, number, object, string | null]>([
  ["in arrears, the month to be invoiced next", ids.arrears, line("2026-09-01"), null],
  ["in arrears and prorating, an invoiced month", ids.arrears, line("2026-08-15"), null],
  ["before the billing start", ids.arrears, line("2024-12-31"), additionRefusals.beforeBillingStart],
  ["in advance, the next month", ids.advance, line("2026-10-01"), null],
  [
    "in advance without prorating, an invoiced month",
    ids.advance,
    line("2026-09-15"),
    additionRefusals.invoicedPeriod,
  ],
  ["quarterly in advance, within the quarter to come", ids.quarterly, line("2026-07-01"), null],
  ["an expired agreement", ids.ended, line("2026-08-01"), additionRefusals.endedAgreement],
  ["a bundle", ids.arrears, line("2026-09-01", { product: { id: ids.bundle } }), additionRefusals.bundle],
  ["an inactive product", ids.arrears, line("2026-09-01", { product: { id: ids.backup } }), null],
  [
    "an end before the start",
    ids.arrears,
    line("2026-09-10", { cancelledDate: "2026-09-09" }),
    additionRefusals.endBeforeStart,
  ],
  ["one day", ids.arrears, line("2026-09-10", { cancelledDate: "2026-09-10" }), null],
])("a new addition: %s", async (_what, agreementId, body, refusal) => {
  const answer = await tinySite().post(under(agreementId), body);
  expect(answer.status).toBe(refusal === null ? 201 : 400);
  if (refusal !== null) expect(reasonOf(answer)).toContain(refusal);
});

test("in arrears without prorating only the invoiced months are closed", async () => {
  const { service, post } = tinySite();
  service.entities?.patch("agreements", String(ids.arrears), { prorateFlag: false });
  expect((await post(under(ids.arrears), line("2026-09-15"))).status).toBe(201);
  expect(reasonOf(await post(under(ids.arrears), line("2026-08-31")))).toContain(
    additionRefusals.invoicedPeriod,
  );
});

test("an addition cannot begin after its agreement's last day, nor on a cancelled agreement", async () => {
  const { service, post } = tinySite();
  service.entities?.patch("agreements", String(ids.arrears), { endDate: "2026-09-30" });
  expect((await post(under(ids.arrears), line("2026-09-30"))).status).toBe(201);
  expect(reasonOf(await post(under(ids.arrears), line("2026-10-01")))).toContain(
    additionRefusals.afterAgreement,
  );
  service.entities?.patch("agreements", String(ids.arrears), { cancelledFlag: true });
  expect(reasonOf(await post(under(ids.arrears), line("2026-09-30")))).toContain(
    additionRefusals.endedAgreement,
  );
});

test("an ended agreement lets its additions be ended, and more when it is set so", async () => {
  const { service, settings, patch, post } = tinySite();
  await post(under(ids.arrears), line("2026-09-01", { quantity: 3 }));
  service.entities?.patch("agreements", String(ids.arrears), { endDate: "2026-09-10" });
  const added = `${under(ids.arrears)}/901`;
  expect(reasonOf(await patch(added, replace("quantity", 4)))).toContain(additionRefusals.endedAgreement);
  expect((await patch(added, replace("cancelledDate", "2026-09-10"))).status).toBe(200);
  settings({ additionsOnEndedAgreement: "allowed" });
  expect((await patch(added, replace("quantity", 4))).status).toBe(200);
});

test.each([
  ["quantity", 11],
  ["unitPrice", 30],
  ["unitCost", 20],
  ["effectiveDate", "2026-02-01"],
  ["lessIncluded", 1],
  ["billCustomer", "NoCharge"],
  ["product", { id: ids.backup }],
])("what is invoiced keeps its %s, unless the site is set so", async (field, value) => {
  const { settings, patch } = tinySite();
  const refused = await patch(oldLine, replace(field, value));
  expect([refused.status, reasonOf(refused)]).toEqual([400, `${field}: ${additionRefusals.invoiced}`]);
  settings({ editInvoicedAddition: "allowed" });
  expect((await patch(oldLine, replace(field, value))).status).toBe(200);
});

test("what is invoiced may be written as it is, and changed in what no invoice came from", async () => {
  const { patch } = tinySite();
  const same = await patch(oldLine, [...replace("quantity", 10), ...replace("serialNumber", "sub-1:seats")]);
  expect([same.status, same.body]).toEqual([200, expect.objectContaining({ serialNumber: "sub-1:seats" })]);
});

test.each<[string, "last_billed_day" | "first_unbilled_day", number]>([
  ["2026-08-31", "last_billed_day", 200],
  ["2026-08-30", "last_billed_day", 400],
  ["2026-09-01", "first_unbilled_day", 200],
  ["2026-08-31", "first_unbilled_day", 400],
])(
  "an addition that is invoiced through 31 August ends on %s (%s): %i",
  async (day, cancelledDate, status) => {
    const { settings, patch } = tinySite();
    settings({ cancelledDate });
    const answer = await patch(oldLine, replace("cancelledDate", day));
    expect(answer.status).toBe(status);
    if (status === 400) expect(reasonOf(answer)).toContain(additionRefusals.endInInvoiced);
  },
);

test("an open line of the month to come may be changed in place", async () => {
  const { post, patch } = tinySite();
  await post(under(ids.arrears), line("2026-09-01", { quantity: 3 }));
  const changed = await patch(`${under(ids.arrears)}/901`, [
    ...replace("quantity", 4),
    ...replace("unitPrice", 1.1),
  ]);
  expect(changed.body).toMatchObject({ quantity: 4, unitPrice: 1.1, extPrice: 4.4 });
});

test("a change of an addition moves its agreement's lastUpdated only when the site is set so", async () => {
  const { wait, settings, patch, get } = tinySite();
  const agreement = async () =>
    (await get(`/finance/agreements/${ids.arrears}?fields=_info/lastUpdated`)).body;
  wait(60);
  await patch(oldLine, replace("serialNumber", "a"));
  expect(await agreement()).toEqual({ _info: { lastUpdated: "2026-09-20T09:00:00Z" } });
  settings({ additionTouchesAgreement: true });
  await patch(oldLine, replace("serialNumber", "b"));
  expect(await agreement()).toEqual({ _info: { lastUpdated: "2026-09-20T09:01:00Z" } });
});
