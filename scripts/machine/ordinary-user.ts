import { spawnSync } from "node:child_process";
import { chownSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** How to run a program that refuses to be run by root. `uid` and `gid` must own the files that it owns. */
export type OrdinaryUser = { prefix: readonly string[]; uid: number; gid: number };

/**
 * PostgreSQL refuses root. Two ways around it, neither needs a new account:
 * a user namespace in which root goes by another number; where the system forbids those (most containers), another
 * number that keeps the right to reach files, since the checkout may lie in root's private folder.
 * Undefined when we are not root.
 */
export function findOrdinaryUser(): OrdinaryUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = unprivilegedAccount();
  const namespace = ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`];
  if (runs(namespace)) return { prefix: namespace, uid: 0, gid: 0 };
  const number = [
    "setpriv",
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ];
  if (runs(number)) return { prefix: number, uid, gid };
  throw new Error(
    "PostgreSQL cannot run as root, and neither unshare nor setpriv (util-linux) works here. Run as an ordinary user.",
  );
}

/** Gives a folder and all in it to this user. Nothing is touched when the folder is theirs already. */
export function giveFolder(folder: string, user: OrdinaryUser): void {
  if (statSync(folder).uid === user.uid) return;
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    chownSync(path.join(folder, entry), user.uid, user.gid);
  }
  chownSync(folder, user.uid, user.gid);
}

/** An account that the system knows (initdb asks for its name): "nobody", else the first that is not root. */
function unprivilegedAccount(): { uid: number; gid: number } {
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((account) => account.uid > 0);
  const account = accounts.find(({ name }) => name === "nobody") ?? accounts[0];
  if (!account) throw new Error("/etc/passwd knows no account but root, and PostgreSQL cannot run as root.");
  return account;
}

function runs(prefix: readonly string[]): boolean {
  const [command = "", ...args] = prefix;
  return spawnSync(command, [...args, "true"], { stdio: "ignore" }).status === 0;
}
