/** The audit's events by what they are about, for its filter. An event of no area shows when all are shown. */
export const auditAreas = {
  sign_in: {
    words: "Signing in",
    actions: [
      "signed_in",
      "sign_in_failed",
      "organisation_entered",
      "session_revoked",
      "sessions_revoked",
      "second_factor_asked",
      "second_factor_enabled",
      "second_factor_disabled",
      "second_factor_failed",
    ],
  },
  members: {
    words: "Members",
    actions: [
      "member_invited",
      "invitation_accepted",
      "invitation_withdrawn",
      "role_changed",
      "member_removed",
      "time_zone_set",
      "review_mails_stopped",
      "review_mails_resumed",
      "mail_sent_again",
      "mail_dropped",
    ],
  },
  mapping: {
    words: "Mapping",
    actions: ["customer_mapped", "customer_unmapped", "product_linked", "product_unlinked"],
  },
  settings: { words: "Programs and settings", actions: ["program_added", "program_settings_saved"] },
  connections: {
    words: "Connections and keys",
    actions: ["connection_added", "connection_changed", "source_added", "source_changed", "task_requested"],
  },
  decisions: {
    words: "Approvals and decisions",
    actions: [
      "issue_decided",
      "issues_decided",
      "plan_approved",
      "plan_withdrawn",
      "issue_settled",
      "other_line_ended",
      "item_excluded",
      "item_included",
      "warnings_acknowledged",
      "note_written",
      "note_removed",
    ],
  },
  runs: {
    words: "Runs by hand",
    actions: ["run_requested", "retry_requested", "plan_applied", "reversal_previewed"],
  },
} as const satisfies Record<string, { words: string; actions: readonly string[] }>;

export type AuditArea = keyof typeof auditAreas;

/** "member_invited" as people read it: "Member invited". */
export function auditWords(action: string): string {
  const words = action.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** A fact's name as people read it: "sessionsEnded" is "sessions ended". */
export function factWords(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}
