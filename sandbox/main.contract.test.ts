import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

function run(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/main.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const output = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    output.out += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output.err += chunk;
  });
  const line = async () => {
    while (!output.out.includes("\n")) await once(child.stdout, "data");
    return JSON.parse(output.out);
  };
  return { child, output, line, exit: once(child, "exit") };
}

test("prints one line of JSON, serves, and stops at once when told", async () => {
  const { child, output, line, exit } = run("--scenario", "troubled", "--month", "2026-08-01");
  const { control, connectwise } = await line();
  const info = await fetch(`${connectwise.url}/login/companyinfo/${connectwise.companyId}`);
  expect(await info.json()).toMatchObject({ CompanyID: connectwise.companyId });
  expect(await (await fetch(`${control}/`)).text()).toContain("troubled");
  const told = Date.now();
  child.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
  expect(Date.now() - told).toBeLessThan(2000);
  expect(output.out.trim().split("\n")).toHaveLength(1);
});

test("a port that is taken is an error, not another port", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { output, exit } = run("--ports", `0,${port},0,0,0`);
  expect(await exit).toEqual([1, null]);
  expect(output.err).toContain(String(port));
  expect(output.out).toBe("");
  taken.close();
});

test.each([
  [["--ports", "1,2"], "five with commas"],
  [["--scenario", "quiet"], "clean"],
  [["--speed", "9"], "speed"],
])("%j is refused with what would do", async (args, words) => {
  const { output, exit } = run(...args);
  expect(await exit).toEqual([1, null]);
  expect(output.err).toContain(words);
});
