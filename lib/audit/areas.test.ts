import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { auditAreas, auditWords, factWords } from "@/lib/audit/areas";

/** The texts between quotes in what the portal does: pages, actions and commands, without their tests. */
function quotedWords(): Set<string> {
  const root = path.resolve(__dirname, "../..");
  const files = ["app", "db/commands"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
      .map((name) => path.join(root, folder, name)),
  );
  const words = files.flatMap((file) => readFileSync(file, "utf8").match(/"[a-z_]+"/g) ?? []);
  return new Set(words.map((word) => word.slice(1, -1)));
}

describe("what the audit's filter offers", () => {
  const written = quotedWords();

  it.each(Object.entries(auditAreas))("%s: each of its events is written somewhere", (_area, { actions }) => {
    expect(actions.filter((action) => !written.has(action))).toEqual([]);
  });

  it("holds no event in two areas", () => {
    const all = Object.values(auditAreas).flatMap(({ actions }): readonly string[] => actions);
    expect(new Set(all).size).toBe(all.length);
  });
});

it("is in words that people read", () => {
  expect(auditWords("member_invited")).toBe("Member invited");
  expect(factWords("sessionsEnded")).toBe("sessions ended");
});
