import { keptText, readKept } from "./openid";

const kept = { state: "s1", nonce: "n", verifier: "v", callbackPath: "/runs/1" };

it("gives back what was kept, to the attempt that it is of", () => {
  expect(readKept(keptText(kept), "s1")).toEqual(kept);
});

it.each([
  ["no cookie", "", "s1"],
  ["another state", keptText(kept), "s2"],
  ["no state", keptText(kept), ""],
  ["a cookie that is no text of ours", "%%%", "s1"],
  ["a cookie without a verifier", Buffer.from('{"state":"s1"}').toString("base64url"), "s1"],
])("knows no attempt with %s", (_name, cookie, state) => {
  expect(readKept(cookie, state)).toBeNull();
});
