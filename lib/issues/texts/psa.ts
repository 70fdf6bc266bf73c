import type { IssueText } from "@/lib/issues/issue-text";

/** Issues of reaching and writing to the PSA. Facts: words, missing, resumesAt, status, call. */
export const psaTexts = {
  psa_unauthorised: {
    severity: "error",
    title: "The PSA does not accept our keys",
    actions: ["edit_connection", "run_now"],
    explain: (f) => ({
      happened: `${f.Psa} refused the keys of this connection.${f.said(f.Psa)}`,
      effect: "Nothing was changed there after that. The connection is marked as needing attention.",
      remedy: "Enter the keys again under Connections and press Test; then run the sync.",
    }),
    why: "The keys were renewed, revoked, or belong to a member that was made inactive.",
    steps: [
      "Make new keys for the integration’s member in the PSA.",
      "Enter them under Connections and press Test until it is green.",
      "Run the sync. It takes up what was left.",
    ],
  },
  psa_forbidden: {
    severity: "error",
    title: "A permission is missing",
    actions: ["edit_connection", "retry"],
    explain: (f) => ({
      happened: `${f.Psa} does not allow our keys to do this${
        f.text("missing") ? `: the permission “${f.text("missing")}” is missing` : ""
      }.${f.said(f.Psa)}`,
      effect: "Nothing was changed by it.",
      remedy:
        "Add the permission to the integration’s security role there, press Test under Connections, and retry.",
    }),
    why: "The security role of the integration lacks a right that the sync needs, or somebody took it away.",
    steps: [
      "Press Test under Connections: it names each missing permission in the PSA’s own words.",
      "Add it to the security role of the integration’s member.",
      "Test again, then retry.",
    ],
  },
  psa_rate_limited: {
    severity: "error",
    title: "The PSA asked us to slow down for too long",
    actions: ["retry"],
    explain: (f) => ({
      happened: `${f.Psa} limits how many calls may be made, and asked for a pause that went beyond this run’s time${
        f.text("resumesAt") ? `, until ${f.text("resumesAt")}` : ""
      }.`,
      effect: "What had been written stays; the rest was not begun.",
      remedy: "Wait, then retry. It goes on where it stopped.",
    }),
    why: "Every tool that uses the PSA shares its limit. A short pause is waited for without a word; only one that lasts longer than the run may take is reported.",
    steps: [
      "Retry later, best outside your office hours.",
      "See whether another integration uses up the limit.",
      "Move the schedule of the sync to a quieter hour if it happens again.",
    ],
  },
  psa_unavailable: {
    severity: "error",
    title: "The PSA cannot be reached",
    actions: ["retry"],
    explain: (f) => ({
      happened: `${f.Psa} did not answer, or answered with an error of its own.${f.said(f.Psa)}`,
      effect: "What had been confirmed stays; nothing else was changed.",
      remedy:
        "Nothing to do at first: it is tried again by itself, after reading back what was written. Retry by hand if you cannot wait.",
    }),
    why: "The service was down, being updated, or the way there was interrupted.",
    steps: [
      "Look at the PSA’s status page.",
      "Wait for the next try, or retry.",
      "If it goes on for hours while the PSA works in your browser, press Test under Connections.",
    ],
  },
  psa_timeout_unknown: {
    severity: "error",
    title: "It is not known whether a change arrived",
    actions: ["retry", "open_in_psa"],
    explain: (f) => ({
      happened: `The change was sent to ${f.psa}, but its answer never came.`,
      effect: "It may or may not have been made. It is not sent again before the line has been read back.",
      remedy: "It is read back by itself. Retry to do so now; look at the line if it stays unknown.",
    }),
    why: "The connection broke after the request had left. Sending it once more could bill your customer twice, so the PSA is read first.",
    steps: [
      "Wait a few minutes: the next try reads the line and settles it.",
      "If it stays unknown, compare the line in the PSA with the values shown here, and retry.",
    ],
  },
  psa_rejected: {
    severity: "error",
    title: "The PSA refused the change",
    actions: ["open_in_psa", "retry", "exclude"],
    explain: (f) => ({
      happened: f.text("words")
        ? `${f.Psa} refused the change. It said: “${f.text("words")}”`
        : `${f.Psa} refused the change without saying why in words that we know.`,
      effect: "The change was not made.",
      remedy: "Put right what the answer names, then retry.",
    }),
    why: "The PSA checks every change against its own rules, also the parts of a record that were entered long ago.",
    steps: [
      "Read the PSA’s answer, which is folded below the issue.",
      "Open the agreement or the item there and put right what the answer names.",
      "Retry. If you cannot make sense of it, quote the reference to your support.",
    ],
  },
} satisfies Record<string, IssueText>;
