import { normaliseAddress } from "@/lib/auth/address";

describe("an address", () => {
  it.each([
    ["anna@harbour.example", "anna@harbour.example"],
    ["  Anna@Harbour.EXAMPLE ", "anna@harbour.example"],
    ["anna＠harbour.example", "anna@harbour.example"],
    ["anna+bills@harbour.example", "anna+bills@harbour.example"],
  ])("is normalised: %p", (typed, stored) => {
    expect(normaliseAddress(typed)).toBe(stored);
  });

  it.each([
    "",
    "anna",
    "anna@",
    "@harbour.example",
    "anna@harbour",
    "anna@harbour.example,eve@evil.example",
    "anna@harbour.example;eve@evil.example",
    "anna@@harbour.example",
    '"anna@evil.example"@harbour.example',
    "anna@harbour.example\nBcc: eve@evil.example",
    "Anna <anna@harbour.example>",
    `${"a".repeat(300)}@harbour.example`,
  ])("is not one: %p", (typed) => {
    expect(normaliseAddress(typed)).toBeNull();
  });
});
