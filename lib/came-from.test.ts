import { cameFrom, cameFromWord, lineItCameFrom } from "@/lib/came-from";

const runId = "11111111-1111-4111-8111-111111111111";
const itemId = "22222222-2222-4222-8222-222222222222";

test("the way back leads to the very line", () => {
  const word = cameFromWord.parse(cameFrom(runId, itemId));
  expect(lineItCameFrom(word)).toBe(`/runs/${runId}?item=${itemId}#item-${itemId}`);
});

test.each(["", runId, `${runId}_`, `//elsewhere.example_${itemId}`])("%p is no way back", (word) => {
  expect(cameFromWord.safeParse(word).success).toBe(false);
});
