import { textEquals } from "./conditions";

test.each([
  ["P1Y:M:CFQ7TTC0LCHC:0002", 'vendorSku="P1Y:M:CFQ7TTC0LCHC:0002"'],
  ["it's", `vendorSku="it's"`],
  ['12" screen', `vendorSku='12" screen'`],
])("%s", (value, condition) => expect(textEquals("vendorSku", value)).toBe(condition));

test.each([`both ' and "`, "back\\slash"])("%s cannot be asked for", (value) => {
  expect(() => textEquals("vendorSku", value)).toThrow(expect.objectContaining({ kind: "rejected" }));
});
