import { itemState } from "@/lib/sync/item-state";

const failed = { outcome: "failed", issues: [{ severity: "error", acknowledged: false }] };
const warned = { outcome: "applied", issues: [{ severity: "warning", acknowledged: false }] };
const acknowledged = { outcome: "applied", issues: [{ severity: "warning", acknowledged: true }] };

const at = (runId: string | null, outstanding: string | null, unacknowledged = false) => ({
  outstanding,
  unacknowledged,
  runId,
  itemId: runId === "later" ? "item" : null,
});
const exclusion = { reason: "billed by hand", expiresOn: null, excludedBy: "maria@harbour.example" };

it.each([
  ["failed in this run", failed, at("this", "failed"), { kind: "open" }],
  ["failed, and nothing is known of it", failed, null, { kind: "open" }],
  ["failed here and again later", failed, at("later", "held"), { kind: "open_later", outcome: "held" }],
  ["failed here and settled later", failed, at("later", null), { kind: "recovered", runId: "later" }],
  // The later run has another warning, which is not this run's failure.
  ["failed here, a warning later", failed, at("later", null, true), { kind: "recovered", itemId: "item" }],
  ["failed here, and no invoice has it any more", failed, at("this", null), { kind: "gone" }],
  ["warned in this run", warned, at("this", null, true), { kind: "open" }],
  ["warned here and later", warned, at("later", null, true), { kind: "open_later", outcome: "warning" }],
  ["warned here, not later", warned, at("later", null), { kind: "recovered" }],
  ["acknowledged", acknowledged, at("this", null), { kind: "settled" }],
  ["nothing amiss", { outcome: "applied", issues: [] }, at("later", "failed"), { kind: "settled" }],
])("an item: %s", (_name, item, position, expected) => {
  const run = { runId: "this", mode: "live" as const };
  expect(itemState(item, { position, exclusion: null }, run)).toMatchObject(expected);
});

it("is excluded whatever it was", () => {
  const standing = { position: at("later", null), exclusion };
  const run = { runId: "this", mode: "live" as const };
  expect(itemState(failed, standing, run)).toEqual({ kind: "excluded", ...exclusion });
});

it("is open where what was excluded for a reversal is not reversed yet: a retry makes it", () => {
  const run = { runId: "this", mode: "live" as const };
  const here = { position: at("this", "failed"), exclusion };
  expect(itemState(failed, here, run)).toEqual({ kind: "open", exclusion });
  const later = { position: at("later", "held"), exclusion };
  expect(itemState(failed, later, run)).toMatchObject({ kind: "open_later", runId: "later" });
});

it("of a preview leaves nothing to settle", () => {
  const standing = { position: at("later", "failed"), exclusion };
  expect(itemState(failed, standing, { runId: "this", mode: "preview" })).toEqual({ kind: "settled" });
});
