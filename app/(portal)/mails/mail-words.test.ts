import { parkedWords } from "@/app/(portal)/mails/mail-words";

test.each([
  ["failure", "rejected (422)", /refused the mail/, /Check the addresses\. Then send it again/],
  ["review", "end_unknown", /did not say/, /may have arrived/],
  ["recovery", "unavailable (503), given up", /did not answer/, /may have arrived/],
  ["failure", "unauthorised (401), given up", /refused our key/, /key that works\. Then send it again/],
  ["failure", "no_recipients", /Nobody/, /settings/],
  ["connection", "cannot_be_written", /fault of ours/, /reference/],
  ["failure", null, /fault of ours/, /reference/],
  ["sign_in", "rejected (422)", /refused the mail/, /Check the addresses\. Ask for a new link/],
  ["invitation", "end_unknown", /did not say/, /^Invite the address again/],
] as const)("of a %s mail that ended with %s it is said why and what to do", (purpose, reason, why, todo) => {
  const words = parkedWords(purpose, reason);
  expect(words.why).toMatch(why);
  expect(words.todo).toMatch(todo);
});
