import { mkdirSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasDebianPackages, unpackDebianPackage } from "../machine/debian-packages";
import { findOnPath, isExecutable } from "../machine/executables";
import { freePort } from "../machine/ports";
import { type RunningProcess, startProcess, tailOfLog } from "./processes";

export type RedisOptions = {
  /** Where it may write. Made when missing. */
  dataDir: string;
  logFile: string;
  runDir?: string;
  /** A free one unless told. */
  port?: number;
  /** Keeps an append-only file, so that a restart over the same `dataDir` goes on where the last one ended. */
  durable?: boolean;
};

export type Redis = { url: string; process: RunningProcess; stop: () => Promise<void> };

type RedisProgram = { command: string; env: NodeJS.ProcessEnv };

/** Starts a Redis of our own on 127.0.0.1 and waits until it answers. */
export async function startRedis(options: RedisOptions): Promise<Redis> {
  const program = await findRedis();
  const port = options.port ?? (await freePort());
  mkdirSync(options.dataDir, { recursive: true });
  const durable = ["--appendonly", options.durable ? "yes" : "no", "--save", ""];
  const running = await startProcess({
    name: "redis",
    command: program.command,
    args: ["--port", String(port), "--bind", "127.0.0.1", ...durable, "--maxmemory-policy", "noeviction"],
    cwd: options.dataDir,
    env: program.env,
    logFile: options.logFile,
    runDir: options.runDir,
  });
  for (let attempt = 0; attempt < 400 && !running.hasExited(); attempt += 1) {
    if (await answersPing(port)) {
      return { url: `redis://127.0.0.1:${port}`, process: running, stop: () => running.stop() };
    }
    await sleep(25);
  }
  await running.stop();
  throw new Error(`Redis did not start. ${running.logFile} ends with:\n${tailOfLog(running.logFile)}`);
}

/** redis-server or valkey-server on the PATH; else Debian's package, unpacked into .cache/redis, which needs no root. */
async function findRedis(root = process.cwd()): Promise<RedisProgram> {
  const installed = findOnPath("redis-server", "valkey-server");
  if (installed) return { command: installed, env: process.env };
  const folder = path.join(root, ".cache/redis");
  const command = path.join(folder, "usr/bin/redis-server");
  if (!isExecutable(command)) await fetchRedis(folder);
  const libraries = ["usr/lib", "lib"].flatMap((name) => libraryFolders(path.join(folder, name)));
  return { command, env: { ...process.env, LD_LIBRARY_PATH: libraries.join(path.delimiter) } };
}

async function fetchRedis(folder: string): Promise<void> {
  const ways = "Install redis-server or valkey-server, or set REDIS_URL to a Redis that tests may use.";
  if (!hasDebianPackages()) throw new Error(`There is no Redis here. ${ways}`);
  try {
    // On Debian redis-server is only a link to a program that lies in redis-tools.
    await unpackDebianPackage(["redis-server", "redis-tools"], folder);
  } catch (cause) {
    throw new Error(
      `There is no Redis here, and Debian's package could not be fetched (sudo apt-get update may help). ${ways}`,
      { cause },
    );
  }
}

/** lib/<platform>, as Debian lays libraries out. */
function libraryFolders(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.includes("linux-gnu"))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once("data", (answer) => {
      resolve(answer.toString().startsWith("+PONG"));
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
