import { chargeReference, isOurReference, isUnder, nextReference } from "./reference";

const id = "0d9c3b1a-1111-4222-8333-444455556666";
const october = chargeReference(id, "azure", "2026-10-01");

test("a charge's reference names what it is for and when, and has room for a number", () => {
  expect(october).toBe(`${id}:azure2610`);
  expect(`${chargeReference(id, "annual", "2026-10-01")}.99`.length).toBeLessThanOrEqual(50);
});

test.each([
  [`${id}:licence`, true],
  [october, true],
  [`${id}:catch2609.12`, true],
  ["customer-7:azure2610", true],
  [`line:${id}:17`, true],
  [`line:${id}:17.2`, true],
  ["SN-4711", false],
  [id, false],
  [`${id}:`, false],
  [`${id}:licence26`, false],
  ["customer-7:licence", false],
  ["a note: azure2610", false],
  [null, false],
])("ours: %s %s", (reference, ours) => {
  expect(isOurReference(reference)).toBe(ours);
});

test.each([
  [october, true],
  [`${october}.2`, true],
  [`${october}0`, false],
  [`${october}.2b`, false],
  [`x${october}`, false],
  [null, false],
])("stands under October's: %s %s", (reference, under) => {
  expect(isUnder(october, reference)).toBe(under);
});

test("a further charge takes the number after the highest, also where the first is gone", () => {
  expect(nextReference(october, [])).toBe(october);
  expect(nextReference(october, [october, null, `${id}:azure2609`])).toBe(`${october}.2`);
  expect(nextReference(october, [`${october}.9`, `${october}.10`])).toBe(`${october}.11`);
});
