import { runOutlook } from "@/lib/sync/run-outlook";

const failed = { status: "error", mode: "live" } as const;
const open = (causes: [code: string, keys: number][], ownCodes: string[] = []) => ({
  causes: causes.map(([code, keys]) => ({ code, keys })),
  ownCodes,
});

test.each([
  ["a run that ended well", { ...failed, status: "success" }, undefined, null],
  ["a run that goes on", { ...failed, status: "running" }, undefined, null],
  ["a preview", { ...failed, mode: "preview" as const }, open([["agreement_ended", 1]]), null],
  ["one that later runs have settled", failed, undefined, { kind: "settled" }],
  [
    "lines for a person",
    failed,
    open([
      ["agreement_ended", 2],
      ["catch_up", 3],
    ]),
    { kind: "needs_you", count: 5 },
  ],
  ["a PSA that did not answer", failed, open([["psa_unavailable", 2]]), { kind: "by_itself" }],
  [
    "both: only those for a person are counted",
    failed,
    open([
      ["psa_timeout_unknown", 9],
      ["agreement_ended", 1],
    ]),
    { kind: "needs_you", count: 1 },
  ],
  ["keys that were refused", failed, open([], ["psa_unauthorised"]), { kind: "needs_you", count: 0 }],
  ["PRISM away", failed, open([], ["source_unavailable"]), { kind: "by_itself" }],
])("%s", (_, run, openness, expected) => {
  expect(runOutlook(run, openness)).toEqual(expected);
});
