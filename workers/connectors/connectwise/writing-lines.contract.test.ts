import { connectWiseSandbox, limits, newLine } from "../testing/connectwise-site";
import { apiError } from "../testing/expect-error";

const { connect, place, control } = connectWiseSandbox();

test("a line is created with all its fields, and read back as it was answered", async () => {
  const { agreementId, itemId, from } = await place();
  const { psa } = connect();
  const created = await psa.createLine(agreementId, newLine(itemId, from, { taxable: true }), limits);
  expect(created).toMatchObject({
    agreementId,
    itemId,
    from,
    to: null,
    quantity: "25",
    includedQuantity: "0",
    unitCost: "28.19",
    unitPrice: "34.55",
    reference: "2f295b21-0000-4000-8000-000000000001:licence",
    taxable: true,
    billable: true,
  });
  expect(await psa.line(agreementId, created.id)).toEqual(created);
  expect(await psa.lines(agreementId)).toContainEqual(created);
});

test("prices that are left out are the item's own", async () => {
  const { agreementId, itemId, from } = await place();
  const { psa } = connect();
  const item = await psa.item(itemId);
  const bare = newLine(itemId, from, { unitCost: null, unitPrice: null });
  const created = await psa.createLine(agreementId, bare, limits);
  expect([created.unitCost, created.unitPrice]).toEqual([item?.unitCost, item?.unitPrice]);
});

test("a change writes the named fields only, and an end can be set and taken away", async () => {
  const { agreementId, itemId, from } = await place();
  const { psa } = connect();
  const line = await psa.createLine(agreementId, newLine(itemId, from), limits);
  const end = `${from.slice(0, 8)}20`;
  const ended = await psa.changeLine(line, { to: end }, limits);
  expect(ended).toEqual({ ...line, to: end });
  const reopened = await psa.changeLine(ended, { to: null, quantity: "27.5", unitPrice: "34.5501" }, limits);
  expect(reopened).toEqual({ ...line, to: null, quantity: "27.5", unitPrice: "34.5501" });
  const rest = { from: end, unitCost: "0.1", reference: "other:licence" };
  expect(await psa.changeLine(reopened, rest, limits)).toEqual({ ...reopened, ...rest });
  const [, ...patches] = await control().writes();
  expect(patches.map(({ body }) => body)).toEqual([
    [{ op: "replace", path: "cancelledDate", value: `${end}T00:00:00Z` }],
    [
      { op: "replace", path: "quantity", value: 27.5 },
      { op: "replace", path: "unitPrice", value: 34.5501 },
      { op: "remove", path: "cancelledDate" },
    ],
    [
      { op: "replace", path: "unitCost", value: 0.1 },
      { op: "replace", path: "effectiveDate", value: `${end}T00:00:00Z` },
      { op: "replace", path: "serialNumber", value: "other:licence" },
    ],
  ]);
});

test("what an agreement includes is added to the quantity that is written", async () => {
  const { agreementId, itemId, from } = await place();
  const { psa } = connect();
  const { id } = await psa.createLine(agreementId, newLine(itemId, from), limits);
  await control().edit(`connectwise/additions/${id}`, { lessIncluded: 5 });
  const line = await psa.line(agreementId, id);
  if (!line) throw new Error("The line is gone.");
  expect(line).toMatchObject({ quantity: "20", includedQuantity: "5" });
  expect(await psa.changeLine(line, { quantity: "21" }, limits)).toMatchObject({ quantity: "21" });
  expect(await control().get(`connectwise/additions/${id}`)).toMatchObject({ quantity: 26, lessIncluded: 5 });
});

test("without a change nothing is sent", async () => {
  const { agreementId, itemId, from } = await place();
  const { psa, calls } = connect();
  const line = await psa.createLine(agreementId, newLine(itemId, from), limits);
  const before = calls.length;
  expect(await psa.changeLine(line, {}, limits)).toEqual(line);
  expect(calls).toHaveLength(before);
});

test("a start before the agreement bills is refused by its own code", async () => {
  const { agreementId, itemId } = await place();
  const early = newLine(itemId, "1999-01-01");
  expect(await apiError(connect().psa.createLine(agreementId, early, limits))).toMatchObject({
    kind: "rejected",
    refusal: "effective_date_before_agreement",
    words: "effectiveDate cannot be less than the agreement billing start date",
    outcomeUnknown: false,
  });
});

test("a start in an invoiced period of an agreement that does not prorate is refused by its own code", async () => {
  const { agreementId, itemId } = await place();
  await control().edit(`connectwise/agreements/${agreementId}`, {
    prorateFlag: false,
    periodType: "Future",
    billStartDate: "2026-01-01",
  });
  const invoiced = newLine(itemId, "2026-08-15");
  expect(await apiError(connect().psa.createLine(agreementId, invoiced, limits))).toMatchObject({
    kind: "rejected",
    refusal: "period_already_invoiced",
  });
});

test("a line for an item or an agreement that is gone is refused by its own code", async () => {
  const { agreementId, itemId, from } = await place();
  const { psa } = connect();
  expect(await apiError(psa.createLine(agreementId, newLine("999999", from), limits))).toMatchObject({
    kind: "rejected",
    refusal: "psa_prerequisite_missing",
  });
  expect(await apiError(psa.createLine("999999", newLine(itemId, from), limits))).toMatchObject({
    kind: "not_found",
    refusal: "agreement_missing",
  });
});

test("a reference that a serial number cannot hold is refused before anything is sent", async () => {
  const { agreementId, itemId, from } = await place();
  const long = newLine(itemId, from, { reference: "x".repeat(51) });
  expect(await apiError(connect().psa.createLine(agreementId, long, limits))).toMatchObject({
    kind: "rejected",
  });
  expect(await control().writes()).toEqual([]);
});

test("a charge is named on the invoice by itself, a line by its item", async () => {
  const { agreementId, itemId, from } = await place();
  const { psa } = connect();
  const charge = {
    reference: "2f295b21-0000-4000-8000-000000000001:catch2607",
    itemId,
    billingCodeId: null,
    name: "Catch-up Jul 2026 – Microsoft 365 Business Premium",
    from,
    to: `${from.slice(0, 8)}28`,
    costAmount: "11.20",
    priceAmount: "-16.00",
  };
  const { id } = await psa.createCharge(agreementId, charge, limits);
  const kept = await control().get(`connectwise/additions/${id}`);
  expect(kept).toMatchObject({ invoiceDescription: charge.name, serialNumber: charge.reference });
  const line = await psa.createLine(agreementId, newLine(itemId, from), limits);
  const item = await control().get(`connectwise/catalog/${itemId}`);
  expect(await control().get(`connectwise/additions/${line.id}`)).toMatchObject({
    invoiceDescription: Object(item).customerDescription,
  });
  // A site that words its invoices anew does not make another charge of it.
  await control().edit(`connectwise/additions/${id}`, { invoiceDescription: "Cloud" });
  expect(await psa.charges(agreementId)).toContainEqual(
    expect.objectContaining({ id, reference: charge.reference, costAmount: "11.2", priceAmount: "-16" }),
  );
});
