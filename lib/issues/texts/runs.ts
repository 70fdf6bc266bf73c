import type { IssueText } from "@/lib/issues/issue-text";

/** Issues of a sync as a whole. Facts: lines, days, date, hours, reference. */
export const runTexts = {
  sync_stale: {
    severity: "warning",
    title: "No correct sync for a long time",
    actions: ["run_now", "edit_settings"],
    explain: (f) => ({
      happened: `The last sync at which everything was right ${
        f.date("date") ? `was on ${f.date("date")}` : "was long ago"
      }${f.text("days") ? `, ${f.quantity("days")} days ago` : ""}.`,
      effect: `What ${f.psa} bills may no longer be what PRISM bills you.`,
      remedy: "Settle what is outstanding, then run the sync.",
    }),
    why: "Something has been failing, held or unacknowledged ever since, or the sync has not run at all.",
    steps: [
      "Open the last run and settle its causes from the top.",
      "Check under Connections that both sides are healthy.",
      "Run the sync.",
    ],
  },
  plan_gone: {
    severity: "warning",
    title: "Approved lines are not there any more",
    actions: ["acknowledge", "run_now"],
    explain: (f) => ({
      happened: `${f.text("lines") ? `Of the approved lines ${f.quantity("lines")}` : "Some of the approved lines"} could not be found again.`,
      effect: "Nothing was written for them.",
      remedy: "Make a new preview to see what is planned now.",
    }),
    why: "Between the preview and its approval the customer’s mapping was changed or switched off, PRISM’s invoice does not name the subscription any more, or its price list lacks the product.",
    steps: [
      "Check the mappings of the customers whose lines you had approved.",
      "Make a new preview, and approve what it shows.",
    ],
  },
  run_too_long: {
    severity: "error",
    title: "The sync did not come to its end in time",
    actions: ["run_now"],
    explain: (f) => ({
      happened: `The sync was still not over ${
        f.text("hours") ? `${f.quantity("hours")} hours` : "a long time"
      } after it had begun, its waits included, and was ended there.`,
      effect: `What had been brought to ${f.psa} by then stays and is listed; the rest was not begun.`,
      remedy: "Run the sync: it takes up what is left, and what was finished is not done again.",
    }),
    why: "The PSA or PRISM kept asking for pauses or gave no answers for hours, or the worker was away for most of the time.",
    steps: [
      "See on the run what was done, and what was not.",
      "Run the sync again: it takes up what is left.",
      "If it happens again, move the schedule of the sync to an hour at which the PSA is less busy.",
    ],
  },
  unexpected: {
    severity: "error",
    title: "Something unexpected went wrong",
    actions: ["retry"],
    explain: (f) => ({
      happened: "Something went wrong on our side that we had not foreseen.",
      effect: "What had been confirmed stays; nothing was done that this page does not show.",
      remedy: `Retry. If it comes again, quote the reference${f.text("reference") ? ` ${f.text("reference")}` : ""} to your support.`,
    }),
    why: "A fault in PRISM Connect, or an answer from outside that nobody has seen before.",
    steps: ["Retry.", "If it comes again, send the reference that stands beside the issue to your support."],
  },
} satisfies Record<string, IssueText>;
