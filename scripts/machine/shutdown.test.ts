import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** A program that holds two things, of which the second to be ended fails, and says what happens. */
const program = `
  import { prepareShutdown } from ${JSON.stringify(path.resolve("scripts/machine/shutdown.ts"))};
  const shutdown = prepareShutdown((name) => console.log(name));
  shutdown.add(() => console.log("first ended"));
  shutdown.add(() => { throw new Error("cannot"); });
  shutdown.add(async () => console.log("last ended"));
  setInterval(() => {}, 1000);
  console.log("ready");
`;

function start(more = "") {
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", `${program}${more}`]);
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s ends everything, last first, and exits with %d", async (signal, code) => {
  const child = start();
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (text.includes("ready")) {
      child.kill(signal);
      // An impatient second Ctrl-C changes nothing.
      child.kill(signal);
    }
  });
  expect(await once(child, "close")).toEqual([code, null]);
  expect(said.trim().split("\n")).toEqual(["ready", signal, "last ended", "first ended"]);
});

test("an error that nobody expected ends everything too", async () => {
  const child = start(`setTimeout(() => { throw new Error("unexpected"); }, 10);`);
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(said.trim().split("\n")).toEqual(["ready", "last ended", "first ended"]);
});
