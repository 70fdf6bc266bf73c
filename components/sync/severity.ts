import type { Tone } from "@/components/ui/tone";

export type Severity = "warning" | "error" | "held";

export const severityTones: Record<Severity, Tone> = { warning: "warn", error: "err", held: "held" };

/** A severity in a word, for chips and screen readers. */
export const severityWords: Record<Severity, string> = { warning: "Warning", error: "Error", held: "Held" };
