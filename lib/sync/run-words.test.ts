import { runTitle, skippedBecause, triggerWords, waitWords } from "@/lib/sync/run-words";

it.each([
  ["customers", "live", "2026-10-01", "Invoice of October 2026"],
  ["customers", "preview", "2026-10-01", "Preview of the invoice of October 2026"],
  ["customers", "live", null, "Customers sync"],
  ["products", "live", null, "Products sync"],
  ["products", "preview", null, "Preview of the products sync"],
] as const)("a %s run (%s) of %s is called %s", (kind, mode, periodStart, title) => {
  expect(runTitle({ kind, mode, periodStart })).toBe(title);
});

const maria = { requesterName: null, requesterEmail: "maria@harbour.example" };
const nobody = { requesterName: null, requesterEmail: null };

it.each([
  ["schedule", nobody, "by schedule"],
  ["new_invoice", nobody, "because of a new invoice"],
  ["person", maria, "by maria@harbour.example"],
  ["person", { ...maria, requesterName: "Maria" }, "by Maria"],
  ["retry", maria, "retry by maria@harbour.example"],
  ["retry", nobody, "retry by itself"],
] as const)("says who started a run: %s", (trigger, requester, words) => {
  expect(triggerWords({ trigger, ...requester })).toBe(words);
});

it.each([
  [
    "psa_rate_limited",
    "ConnectWise limits how many calls may be made, and for now enough are used. It goes on by itself.",
  ],
  ["source_unavailable", "PRISM cannot be reached at the moment."],
  [
    "psa_unavailable",
    "ConnectWise cannot be reached at the moment, so it is left alone until it is asked again.",
  ],
  ["turn", "Other syncs have waited for their turn and come first. It goes on by itself where it was."],
  [null, "A change got no answer; it is read back once ConnectWise has certainly given it up."],
])("says why a run waits: %s", (reason, words) => {
  expect(waitWords(reason, "ConnectWise")).toBe(words);
});

it("says why something was skipped, and no code that it does not know", () => {
  expect(skippedBecause("not_mapped")).toBe("not mapped");
  expect(skippedBecause("some_new_reason")).toBe("skipped");
  expect(skippedBecause(null)).toBe("skipped");
});
