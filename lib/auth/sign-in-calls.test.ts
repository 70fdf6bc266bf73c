import { answersSignInCall } from "@/lib/auth/sign-in-calls";

it.each([
  ["callback", true],
  ["signout", true],
  ["_log", false],
  ["signin", false],
  ["constructor", false],
  [undefined, false],
])("a sign-in call %p is answered: %p", (action, answered) => {
  expect(answersSignInCall(action)).toBe(answered);
});
