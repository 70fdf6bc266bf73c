import { retriesByItself } from "@/lib/issues/who-mends";

/** Who has to do something about a run that did not end well. */
export type RunOutlook =
  /** A person; `count` lines, or 0 where it is the run itself. */
  | { kind: "needs_you"; count: number }
  /** Nobody: it is tried again. */
  | { kind: "by_itself" }
  /** Nobody any more. */
  | { kind: "settled" };

type Openness = { causes: { code: string; keys: number }[]; ownCodes: string[] };

/**
 * Tells what needs a person from what is tried again by itself, of a run that is over. null: it ended well, so there is
 * nothing to tell. `open` is what is not settled yet of it.
 */
export function runOutlook(
  run: { status: string; mode: "live" | "preview" },
  open: Openness | undefined,
): RunOutlook | null {
  if (run.mode === "preview" || (run.status !== "error" && run.status !== "warning")) return null;
  if (!open) return { kind: "settled" };
  const forYou = open.causes.filter(({ code }) => !retriesByItself(code));
  const ownForYou = open.ownCodes.some((code) => !retriesByItself(code));
  if (forYou.length === 0 && !ownForYou) return { kind: "by_itself" };
  return { kind: "needs_you", count: forYou.reduce((sum, { keys }) => sum + keys, 0) };
}
