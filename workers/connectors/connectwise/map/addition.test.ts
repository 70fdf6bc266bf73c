import { ApiError } from "@/lib/errors";
import { readJson, writeJson } from "../../wire/json";
import { additionSchema } from "../schemas";
import { additionBody, additionPatch, mapAddition } from "./addition";

const wire = {
  id: 9001,
  product: { id: 412, identifier: "CFQ7TTC0LCHC:0002" },
  quantity: 25.0,
  lessIncluded: 0,
  unitPrice: 34.55,
  unitCost: 28.19,
  billCustomer: "Billable",
  effectiveDate: "2026-08-01T00:00:00Z",
  taxableFlag: true,
  serialNumber: "abc:licence",
  description: "Microsoft 365 Business Premium",
};

const parsed = (text: string) =>
  readJson(additionSchema, { service: "ConnectWise", call: "GET /x", status: 200, text, raw: text });
const mapped = (change: object = {}) => mapAddition("1578", parsed(JSON.stringify({ ...wire, ...change })));

test("an addition is a line in our words", () => {
  expect(mapped()).toEqual({
    id: "9001",
    agreementId: "1578",
    itemId: "412",
    itemName: "Microsoft 365 Business Premium",
    from: "2026-08-01",
    to: null,
    quantity: "25",
    includedQuantity: "0",
    unitCost: "28.19",
    unitPrice: "34.55",
    reference: "abc:licence",
    taxable: true,
    billable: true,
  });
});

test.each<[object, object]>([
  [{ cancelledDate: "2026-08-31T00:00:00Z" }, { to: "2026-08-31" }],
  [{ cancelledDate: null }, { to: null }],
  [{ lessIncluded: 5.5 }, { quantity: "19.5", includedQuantity: "5.5" }],
  [{ lessIncluded: null }, { quantity: "25", includedQuantity: "0" }],
  [{ lessIncluded: 30 }, { quantity: "-5" }],
  [{ billCustomer: "DoNotBill" }, { billable: false }],
  [{ billCustomer: "NoCharge" }, { billable: false }],
  [{ serialNumber: "" }, { reference: null }],
  [{ serialNumber: null }, { reference: null }],
  [{ description: null }, { itemName: "CFQ7TTC0LCHC:0002" }],
  [{ quantity: "25" }, { quantity: "25" }],
])("with %j it is %j", (change, expected) => expect(mapped(change)).toMatchObject(expected));

test("numbers keep every digit of their text", () => {
  const text = JSON.stringify(wire)
    .replace("28.19", "0.1000000000000000055511151231257827")
    .replace("34.55", "1E-05");
  expect(mapAddition("1", parsed(text))).toMatchObject({
    unitCost: "0.1000000000000000055511151231257827",
    unitPrice: "0.00001",
  });
});

test.each([
  [{ quantity: null }, "quantity"],
  [{ quantity: "NaN" }, "quantity: is not a number"],
  [{ unitPrice: undefined }, "unitPrice"],
  [{ effectiveDate: "2026-02-31T00:00:00Z" }, "effectiveDate: is not a date"],
  [{ product: {} }, "product.id"],
])("with %j it cannot be read, and the field is named", (change, words) => {
  expect(() => mapped(change)).toThrow(
    expect.objectContaining({ kind: "unreadable", words: expect.stringContaining(words) }),
  );
});

const line = {
  itemId: "412",
  reference: "abc:licence",
  from: "2026-09-01",
  to: null,
  quantity: "25",
  unitCost: "28.19",
  unitPrice: "34.55",
  taxable: null,
};

test("a new line is written with the fields it has, and no others", () => {
  expect(writeJson(additionBody(line))).toBe(
    '{"product":{"id":412},"quantity":25,"lessIncluded":0,"unitPrice":34.55,"unitCost":28.19,' +
      '"billCustomer":"Billable","effectiveDate":"2026-09-01T00:00:00Z","serialNumber":"abc:licence"}',
  );
  const charge = { ...line, to: "2026-09-30", taxable: false, unitCost: null, unitPrice: null };
  expect(JSON.parse(writeJson(additionBody(charge)))).toEqual({
    product: { id: 412 },
    quantity: 25,
    lessIncluded: 0,
    billCustomer: "Billable",
    effectiveDate: "2026-09-01T00:00:00Z",
    cancelledDate: "2026-09-30T00:00:00Z",
    taxableFlag: false,
    serialNumber: "abc:licence",
  });
});

test("amounts are written digit by digit", () => {
  const exact = {
    ...line,
    quantity: "0.1000000000000000055511151231257827",
    unitPrice: "123456789012345678.91",
  };
  const text = writeJson(additionBody(exact));
  expect(text).toContain('"quantity":0.1000000000000000055511151231257827');
  expect(text).toContain('"unitPrice":123456789012345678.91');
});

test("a change names each field bare, adds what is included, and removes an end", () => {
  const current = mapped({ lessIncluded: 5, cancelledDate: "2026-08-31T00:00:00Z" });
  const change = { quantity: "21.5", to: null, unitCost: "28.2", reference: "new:licence" };
  expect(JSON.parse(writeJson(additionPatch(current, change)))).toEqual([
    { op: "replace", path: "quantity", value: 26.5 },
    { op: "replace", path: "unitCost", value: 28.2 },
    { op: "remove", path: "cancelledDate" },
    { op: "replace", path: "serialNumber", value: "new:licence" },
  ]);
  expect(additionPatch(current, {})).toEqual([]);
});

test("a reference of more than 50 characters is refused", () => {
  expect(() => additionBody({ ...line, reference: "x".repeat(51) })).toThrow(ApiError);
  expect(() => additionPatch(mapped(), { reference: "x".repeat(51) })).toThrow(ApiError);
  expect(additionBody({ ...line, reference: "x".repeat(50) })).toBeDefined();
});
