import { resumeDraft } from "./earlier-work";
import type { ItemDraft } from "./item-draft";

function draftOf(outcome: ItemDraft["item"]["outcome"], reason: string | null): ItemDraft {
  return {
    item: { id: "1", key: "product:1", subject: "product", title: "One", outcome, reason, lineCount: 0 },
    issues: [],
    position: { confirmedThrough: null, confirmed: null, open: false },
    money: [],
  };
}

const made = { outcome: "unknown", before: null, reason: "create", issues: [], confirmed: true } as const;

test.each([
  ["needs nothing more", draftOf("unchanged", null), "applied", "create"],
  ["is found by its SKU", draftOf("applied", "link"), "applied", "create"],
  ["cannot be looked at", draftOf("failed", "psa_duplicate_name"), "failed", "psa_duplicate_name"],
  ["is a line with more to be done", draftOf("applied", null), "applied", null],
])("a product that an earlier worker has made and that %s", (_, draft, outcome, reason) => {
  expect(resumeDraft(draft, { ...made, issues: [] }).item).toMatchObject({ outcome, reason, before: null });
});

test("what the earlier worker had only planned is as the next one finds it", () => {
  const draft = draftOf("applied", "link");
  expect(resumeDraft(draft, { ...made, issues: [], confirmed: false })).toBe(draft);
});
