export const kinds = ["unit", "db", "queue", "contract", "e2e", "plays", "faults"] as const;
export type Kind = (typeof kinds)[number];

/** Those of `npm test`; plays and faults take minutes and have a command of their own. */
export const usualKinds = kinds.filter((kind) => kind !== "plays" && kind !== "faults");

export type Selection = {
  kinds: readonly Kind[];
  /** Everything else that was said, for Jest. */
  jestArgs: readonly string[];
};

/**
 * Reads the command line of `npm test`. After `--selectProjects` stand kinds of tests; the first word that is none
 * belongs to Jest again, which by itself would take a path there for one more kind, and run everything.
 * Throws on an unknown kind alone, so that a misspelling does not run nothing or all.
 */
export function readSelection(args: readonly string[]): Selection {
  const chosen = new Set<Kind>();
  const jestArgs: string[] = [];
  let isListing = false;
  for (const word of args) {
    const kind = kinds.find((name) => name === word);
    if (word === "--selectProjects") isListing = true;
    else if (isListing && kind) chosen.add(kind);
    else {
      isListing = false;
      jestArgs.push(word);
    }
  }
  if (args.includes("--selectProjects") && chosen.size === 0) {
    throw new Error(`--selectProjects knows ${kinds.join(", ")}.`);
  }
  return { kinds: chosen.size > 0 ? [...chosen] : usualKinds, jestArgs };
}

/** The kind of a test is told by its file name: name.test.ts, name.db.test.ts, name.queue.test.ts … */
export function kindOf(file: string): Kind {
  const word = /\.([a-z0-9]+)\.test\.tsx?$/.exec(file)?.[1];
  return kinds.find((kind) => kind === word) ?? "unit";
}
