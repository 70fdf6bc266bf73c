import type { IssueText } from "@/lib/issues/issue-text";

/** Issues of a sync as a whole. Facts: days, date, reference. */
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
