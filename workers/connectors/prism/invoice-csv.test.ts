import { apiError } from "../testing/expect-error";
import { parseInvoice } from "./invoice-csv";

const header =
  "CustomerName,SubscriptionId,OfferName,ChargeStartDate,ChargeEndDate,UnitPrice,UnitPriceRrp,Quantity,BillableRatio,SubTotal,SubTotalRrp";
const row = (
  change: { subscription?: string; offer?: string; start?: string; end?: string; quantity?: string } = {},
) =>
  [
    "Contoso",
    change.subscription ?? "33333333-3333-4333-8333-333333333333",
    change.offer ?? "Microsoft 365 Business Premium",
    change.start ?? "2026-08-01T00:00:00.0000000+10:00",
    change.end ?? "2026-08-31T23:59:59.9999999+10:00",
    "28.1900",
    "34.55",
    change.quantity ?? "25",
    "1",
    "704.75",
    "863.75",
  ].join(",");

async function* bytes(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

async function batches(text: string, size?: number) {
  const found = [];
  for await (const batch of parseInvoice(bytes(text, size), "GET /csv")) found.push(batch);
  return found;
}

const failure = (text: string) => apiError(batches(text));

test("a row is read by the names of its columns, its dates as they are written", async () => {
  expect(await batches(`${header}\r\n${row()}\r\n`)).toEqual([
    [
      {
        lineNumber: 1,
        subscriptionId: "33333333-3333-4333-8333-333333333333",
        offerName: "Microsoft 365 Business Premium",
        chargeStart: "2026-08-01",
        chargeEnd: "2026-08-31",
        quantity: "25",
        unitCost: "28.19",
        unitPrice: "34.55",
        billableRatio: "1",
        costAmount: "704.75",
        priceAmount: "863.75",
      },
    ],
  ]);
});

test("a byte order mark, other orders, more columns, quoted commas, quotes and line breaks do no harm", async () => {
  const columns = header.split(",").reverse();
  const values = row({ offer: "X" }).split(",").reverse();
  const offer = columns.indexOf("OfferName");
  values[offer] = '"Windows 365, 2 vCPU ""plus""\nmore"';
  const text = `\uFEFF${["Extra", ...columns].join(",")}\n${["", ...values].join(",")}`;
  const [[line] = []] = await batches(text, 1);
  expect(line).toMatchObject({
    offerName: 'Windows 365, 2 vCPU "plus"\nmore',
    quantity: "25",
    lineNumber: 1,
  });
});

test("an adjustment has no subscription, and may be negative", async () => {
  const [[line] = []] = await batches(`${header}\n${row({ subscription: "", quantity: "-2.5" })}\n`);
  expect(line).toMatchObject({ subscriptionId: null, quantity: "-2.5" });
});

test("rows come in batches of a thousand, numbered through, as the file has them", async () => {
  const rows = Array.from({ length: 2_500 }, (_, index) => row({ quantity: String(index) }));
  const found = await batches([header, ...rows].join("\n"), 65_536);
  expect(found.map((batch) => batch.length)).toEqual([1_000, 1_000, 500]);
  expect(
    found.flat().every((line, index) => line.lineNumber === index + 1 && line.quantity === `${index}`),
  ).toBe(true);
});

test("a header alone is an invoice without lines, but no file at all is unreadable", async () => {
  expect(await batches(`${header}\n`)).toEqual([]);
  expect(await failure("")).toMatchObject({ kind: "unreadable", words: "The invoice's file is empty." });
});

const cut = (text: string) => text.slice(0, text.lastIndexOf(","));

test.each([
  [
    "a missing field",
    `${header}\n${row()}\n${cut(row())}\n`,
    "Row 3 of the invoice: it has another number of fields",
  ],
  ["one field too many", `${header}\n${row()},9\n`, "Row 2 of the invoice: it has another number of fields"],
  ["a quote left open", `${header}\n${row()}\n"${row()}\n`, "Row 3 of the invoice: it has a quotation mark"],
  [
    "a stray quote",
    `${header}\n${row({ offer: 'a "b' })}\n`,
    "Row 2 of the invoice: it is not written as CSV",
  ],
  [
    "a word for a number",
    `${header}\n${row()}\n${row({ quantity: "twelve" })}\n`,
    "Row 3 of the invoice: Quantity is not a number",
  ],
  [
    "an empty number",
    `${header}\n${row({ quantity: "" })}\n`,
    "Row 2 of the invoice: Quantity is not a number",
  ],
  ["a thousands separator", `${header}\n${row({ quantity: '"1,000"' })}\n`, "Quantity is not a number"],
  [
    "a day that does not exist",
    `${header}\n${row({ start: "2026-02-31" })}\n`,
    "ChargeStartDate is not a date",
  ],
  ["another way to write dates", `${header}\n${row({ end: "31/08/2026" })}\n`, "ChargeEndDate is not a date"],
  [
    "an end before the start",
    `${header}\n${row({ end: "2026-07-31" })}\n`,
    "ChargeEndDate is not on or after ChargeStartDate",
  ],
  [
    "a missing column",
    `${header.replace("SubTotal,", "Sum,")}\n${row()}\n`,
    "Row 1 of the invoice: the column SubTotal is missing",
  ],
  [
    "a column twice",
    `${header},SubTotal\n${row()},1\n`,
    "Row 1 of the invoice: the column SubTotal is there twice",
  ],
  [
    "a web page",
    "<html><body>Sign in</body></html>",
    "Row 1 of the invoice: the column SubscriptionId is missing",
  ],
])("%s makes the whole invoice unreadable, and the row is named", async (_, text, words) => {
  expect(await failure(text)).toMatchObject({ kind: "unreadable", words: expect.stringContaining(words) });
});

test("a bad row far down is named, and what came before is not taken for the whole", async () => {
  const rows = Array.from({ length: 1_500 }, () => row());
  const text = [header, ...rows, row({ quantity: "x" }), ...rows].join("\n");
  expect((await failure(text)).words).toBe("Row 1502 of the invoice: Quantity is not a number.");
  expect((await failure([header, ...rows, cut(row()), ...rows].join("\n"))).words).toContain("Row 1502 ");
});

test("a source that breaks off breaks the invoice with its own error", async () => {
  async function* breaking() {
    yield Buffer.from(`${header}\n${row()}\n`);
    throw new Error("gone");
  }
  const reading = async () => {
    for await (const _ of parseInvoice(breaking(), "GET /csv"));
  };
  await expect(reading()).rejects.toThrow("gone");
});
