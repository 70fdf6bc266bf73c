import { type PsaWords, wordsOfPsa } from "@/lib/psa-names";

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

/** Where a label names the PSA or a thing of it: its own words. */
const labelsInPsaWords: Partial<Record<IssueAction, (its: PsaWords) => string>> = {
  adopt_item: (its) => `Use the existing ${its.item}`,
  choose_agreement: (its) => `Choose another ${its.agreement}`,
  keep_edit: (its) => `Keep what ${its.name} has`,
  open_in_psa: (its) => `Open in ${its.name}`,
};

/** The button's words; `psa` is the PSA's name where the place knows it. */
export function issueActionLabel(action: IssueAction, psa?: string): string {
  const inItsWords = psa ? labelsInPsaWords[action] : undefined;
  return inItsWords?.(wordsOfPsa(psa ?? null)) ?? issueActionLabels[action];
}
