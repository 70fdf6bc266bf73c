import { comesFromOwnPage } from "@/lib/origin-rule";

describe("a request that changes something", () => {
  it.each([
    ["https://portal.example", "https://portal.example"],
    ["https://portal.example", "https://portal.example/"],
    ["http://127.0.0.1:3000", "http://127.0.0.1:3000"],
  ])("is taken from %s where the portal is %s", (header, portal) => {
    expect(comesFromOwnPage(header, portal)).toBe(true);
  });

  it.each([
    null,
    "",
    "null",
    "http://portal.example",
    "https://portal.example:8443",
    "https://portal.example.evil.example",
    "https://evil.example",
    "https://portal.example/",
    "https://portal.example, https://evil.example",
    "file://",
  ])("is refused from %p", (header) => {
    expect(comesFromOwnPage(header, "https://portal.example")).toBe(false);
  });
});
