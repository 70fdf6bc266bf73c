import { readHistoryQuery, readRunFilter, readRunQuery } from "@/lib/sync/run-query";

const id = "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11";

it.each([
  [{}, {}, {}],
  [{ outcome: "failed", q: "  Blue Gum " }, { outcome: "failed", q: "Blue Gum" }, {}],
  [{ outcome: "nonsense", code: "'; drop", q: " " }, {}, {}],
  [
    { outcome: ["held", "failed"], code: "agreement_ended" },
    { outcome: "failed", code: "agreement_ended" },
    {},
  ],
  [{ q: "a\0b" }, {}, {}],
  [{ after: id }, {}, { after: id }],
  [{ after: id, before: id }, {}, { before: id }],
  [{ after: "1" }, {}, {}],
])("reads the address of a run: %j", (raw, filter, place) => {
  expect(readRunQuery(raw)).toEqual({ filter, place, item: undefined });
});

it("reads which item a mail's link led to, and no other text", () => {
  expect(readRunQuery({ item: id }).item).toBe(id);
  expect(readRunQuery({ item: "x" }).item).toBeUndefined();
});

it("reads what a file and the history are narrowed to", () => {
  expect(readRunFilter(new URLSearchParams("outcome=warning&item=x"))).toEqual({ outcome: "warning" });
  expect(readHistoryQuery({ sync: "microsoft-csp", kind: "x", status: "error", before: id })).toEqual({
    filters: { sync: "microsoft-csp", status: "error" },
    place: { before: id },
  });
});
