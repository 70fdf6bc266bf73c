/** What a colour says. It never says it alone: an icon and a word stand beside it. */
export const tones = ["ok", "warn", "err", "held", "run", "none"] as const;
export type Tone = (typeof tones)[number];

/** Written out, because Tailwind only finds class names that stand in the source. */
export const toneText: Record<Tone, string> = {
  ok: "text-ok",
  warn: "text-warn",
  err: "text-err",
  held: "text-held",
  run: "text-run",
  none: "text-none",
};

export const toneTint: Record<Tone, string> = {
  ok: "bg-ok-tint",
  warn: "bg-warn-tint",
  err: "bg-err-tint",
  held: "bg-held-tint",
  run: "bg-run-tint",
  none: "bg-none-tint",
};
