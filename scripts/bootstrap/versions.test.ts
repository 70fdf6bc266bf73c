import { isAtLeast } from "./versions.mjs";

test.each([
  ["20.9.0", "20.9", true],
  ["20.10.0", "20.9", true],
  ["26.0.0", "20.9", true],
  ["20.8.1", "20.9", false],
  ["18.20.4", "20.9", false],
  ["6.3.2", "6.7.0", false],
  ["18.4.0-beta.17", "18.4.0", true],
])("%s is %s or newer: %s", (version, least, expected) => {
  expect(isAtLeast(version, least)).toBe(expected);
});
