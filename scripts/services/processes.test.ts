import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endLeftovers, endProcess, findRecorded, readStartTime } from "../machine/process-table";
import { startProcess, tailOfLog } from "./processes";

const folder = mkdtempSync(path.join(tmpdir(), "processes "));
const runDir = path.join(folder, "run");
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a piece of JavaScript as a process that stays until it is ended. */
function start(name: string, code: string, stopTimeoutMs = 5_000) {
  const logFile = path.join(folder, `${name}.log`);
  return startProcess({
    name,
    command: process.execPath,
    args: ["-e", `${code}; console.log("ready"); setInterval(() => {}, 1000)`],
    logFile,
    runDir,
    stopTimeoutMs,
  });
}

async function untilLogged(logFile: string, words: string): Promise<string> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const text = readFileSync(logFile, "utf8");
    if (text.includes(words)) return text;
    await sleep(25);
  }
  throw new Error(`${logFile} never said "${words}".`);
}

test("a process that goes when asked is gone, and so is the note of it", async () => {
  const running = await start("polite", `process.on("SIGTERM", () => process.exit(7))`);
  await untilLogged(running.logFile, "ready");
  expect(findRecorded(runDir, "polite")).toBe(running.pid);
  await running.stop();
  expect(await running.exited).toEqual({ code: 7, signal: null });
  expect(readStartTime(running.pid)).toBeUndefined();
  expect(findRecorded(runDir, "polite")).toBeUndefined();
  await running.stop();
});

test("a process that does not listen is killed", async () => {
  const running = await start("deaf", `process.on("SIGTERM", () => {})`, 200);
  await untilLogged(running.logFile, "ready");
  await running.stop();
  expect(await running.exited).toEqual({ code: null, signal: "SIGKILL" });
});

test("what the process itself has started goes with it", async () => {
  const running = await start(
    "parent",
    `const child = require("child_process").spawn("sleep", ["600"]); console.log("child " + child.pid + ".")`,
  );
  const said = await untilLogged(running.logFile, "ready");
  const child = Number(/child (\d+)\./.exec(said)?.[1]);
  expect(readStartTime(child)).toBeDefined();
  await running.stop();
  for (let attempt = 0; attempt < 100 && readStartTime(child); attempt += 1) await sleep(25);
  expect(readStartTime(child)).toBeUndefined();
});

test("a process that dies by itself is told with its last words", async () => {
  const running = await start("dying", `console.error("no more"); process.exit(3)`);
  expect(await running.exited).toEqual({ code: 3, signal: null });
  expect(running.hasExited()).toBe(true);
  expect(tailOfLog(running.logFile)).toBe("no more");
});

test("a command that is not there is an error, not a crash", async () => {
  const options = {
    name: "none",
    command: "/nowhere/at-all",
    args: [],
    logFile: path.join(folder, "none.log"),
  };
  await expect(startProcess(options)).rejects.toThrow("Could not start /nowhere/at-all.");
});

test("a later start ends what a killed launcher left running, and nobody else", async () => {
  const left = await start("left", "");
  const other = await start("other", "");
  // A number that has come round again: the note is of an earlier process.
  writeFileSync(path.join(runDir, "stale.json"), JSON.stringify({ pid: other.pid, startedAt: "1" }));
  writeFileSync(path.join(runDir, "cut.json"), '{"pid": ');
  rmSync(path.join(runDir, "other.json"));

  expect(await endLeftovers(runDir)).toEqual(["left"]);
  expect(await left.exited).toEqual({ code: null, signal: "SIGTERM" });
  expect(readStartTime(other.pid)).toBeDefined();
  expect(await endLeftovers(runDir)).toEqual([]);
  await endProcess(other.pid);
});
