/** What a person can do about an issue, and what the button says. */
export const issueActionLabels = {
  acknowledge: "Acknowledge",
  adopt_item: "Use the existing item",
  adopt_line: "Adopt the line",
  approve: "Approve",
  choose_agreement: "Choose another agreement",
  choose_line: "Choose the line to keep",
  confirm_end: "Confirm the end",
  edit_connection: "Open the connection",
  edit_mapping: "Change the mapping",
  edit_settings: "Open the settings",
  edit_source: "Open the PRISM account",
  end_line: "End the other line",
  exclude: "Exclude…",
  keep_both: "Keep both",
  keep_edit: "Keep what the PSA has",
  keep_line: "Keep billing",
  link_product: "Link by hand",
  map_customer: "Map the customer",
  open_in_psa: "Open in the PSA",
  own_service: "A service of its own",
  reject: "Reject",
  retry: "Retry",
  run_now: "Run now",
  set_back: "Set back to the invoice",
} as const;

export type IssueAction = keyof typeof issueActionLabels;

/** The button's words; `psa` is the PSA's name where the place knows it. */
export function issueActionLabel(action: IssueAction, psa?: string): string {
  if (psa && action === "open_in_psa") return `Open in ${psa}`;
  if (psa && action === "keep_edit") return `Keep what ${psa} has`;
  return issueActionLabels[action];
}
