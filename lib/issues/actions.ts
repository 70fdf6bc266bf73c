/** What a person can do about an issue, and what the button says. */
export const issueActionLabels = {
  acknowledge: "Acknowledge",
  adopt_item: "Use the existing item",
  adopt_line: "Adopt the line",
  approve: "Approve",
  choose_agreement: "Choose another agreement",
  choose_line: "Choose the line to keep",
  confirm_end: "Confirm the end",
  create_item: "Create the item",
  edit_connection: "Open the connection",
  edit_mapping: "Change the mapping",
  edit_settings: "Open the settings",
  edit_source: "Open the PRISM account",
  end_line: "End the other line",
  exclude: "Exclude…",
  keep_line: "Keep billing",
  link_product: "Link the product",
  map_customer: "Map the customer",
  open_in_psa: "Open in the PSA",
  reject: "Reject",
  retry: "Retry",
  run_now: "Run now",
} as const;

export type IssueAction = keyof typeof issueActionLabels;

/** The button's words; `psa` is the PSA's name where the place knows it. */
export function issueActionLabel(action: IssueAction, psa?: string): string {
  return action === "open_in_psa" && psa ? `Open in ${psa}` : issueActionLabels[action];
}
