import { decideKeys, hintOf } from "@/app/(portal)/connections/saving/entered-keys";
import { plainSite } from "@/app/(portal)/connections/saving/site";

const kept = { kept: true, because: "" };
const moved = { kept: false, because: "The site has changed." };

describe("the keys of a form", () => {
  it("are kept when none is entered", () => {
    expect(decideKeys({ a: "", b: "" }, kept)).toEqual({ kind: "keep" });
  });

  it("are replaced all together", () => {
    expect(decideKeys({ a: "1", b: "2" }, kept)).toEqual({ kind: "seal", keys: { a: "1", b: "2" } });
    expect(decideKeys({ a: "1", b: "" }, kept)).toEqual({
      kind: "refused",
      fieldErrors: { b: "Enter all keys again, or none." },
    });
  });

  it("must be entered for a new access and for one whose address has changed", () => {
    expect(decideKeys({ a: "", b: "" }, moved)).toEqual({
      kind: "refused",
      fieldErrors: { a: "The site has changed.", b: "The site has changed." },
    });
    expect(decideKeys({ a: "1", b: "2" }, moved)).toMatchObject({ kind: "seal" });
  });

  it("are recognised by their end, unless they are short", () => {
    expect([hintOf("SandboxPublicKey"), hintOf("secret")]).toEqual(["cKey", ""]);
  });
});

describe("a site", () => {
  test.each([
    ["na.myconnectwise.net", "na.myconnectwise.net"],
    [" https://NA.myconnectwise.net/v4_6_release/ ", "na.myconnectwise.net"],
    ["http://127.0.0.1:4600", "http://127.0.0.1:4600"],
    ["https://psa.partner.example:8443/x", "https://psa.partner.example:8443"],
    ["https://me:secret@na.myconnectwise.net", null],
    ["my site", null],
    ["connectwise", null],
    ["ftp://na.myconnectwise.net", null],
    ["javascript://na.myconnectwise.net", null],
    ["", null],
  ])("%s is kept as %s", (text, site) => {
    expect(plainSite(text)).toBe(site);
  });
});
