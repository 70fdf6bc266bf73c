import { spawn } from "node:child_process";

export type CommandOptions = { cwd?: string; env?: NodeJS.ProcessEnv };

export class CommandFailed extends Error {
  constructor(
    command: string,
    code: number | null,
    /** What it wrote, errors among it; of a long text the end. */
    readonly output: string,
  ) {
    super(`${command} failed (${code}):\n${output}`);
  }
}

/**
 * Runs a command to its end and answers what it wrote to standard output. It ends with us, should we end first.
 * Rejects with CommandFailed when it fails, with another error when it is not there.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const endWithUs = () => child.kill("SIGTERM");
    process.once("exit", endWithUs);
    let answer = "";
    let everything = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
      everything += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      everything += text;
    });
    child.once("error", (cause) => reject(new Error(`Could not run ${command}.`, { cause })));
    child.once("close", (code) => {
      process.off("exit", endWithUs);
      if (code === 0) resolve(answer);
      else reject(new CommandFailed(command, code, everything.trimEnd().slice(-20_000)));
    });
  });
}
