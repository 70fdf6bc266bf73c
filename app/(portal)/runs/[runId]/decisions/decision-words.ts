import type { DecisionChoice } from "@/db/schema";

const words = {
  approve: "approved",
  reject: "rejected",
  keep: "kept as it is",
  confirm_end: "end confirmed",
  own_service: "gets a service of its own",
} as const satisfies Record<DecisionChoice, string>;

/** What was decided, within a sentence: "approved". */
export function decidedWords(choice: DecisionChoice): string {
  return words[choice];
}
