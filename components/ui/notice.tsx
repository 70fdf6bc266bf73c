import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { type Tone, toneTint } from "@/components/ui/tone";
import { ToneIcon } from "@/components/ui/tone-icon";

type NoticeProps = {
  tone: Tone;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** For a place that leads here or takes the focus here. */
  id?: string;
  /** Read out at once when it appears: "assertive" for what went wrong, "polite" for what is done. */
  live?: "polite" | "assertive";
};

/** The notice that a form has left for the page that follows it. */
export const pageNoticeId = "page-notice";

/** Something the whole page should know, e.g. "Saved", "Somebody else changed this meanwhile". */
export function Notice({ tone, title, children, actions, id, live }: NoticeProps) {
  return (
    <div
      id={id}
      tabIndex={id === undefined ? undefined : -1}
      role={live === "assertive" ? "alert" : live === "polite" ? "status" : undefined}
      className={classNames("my-4 flex gap-3 rounded-xl px-4 py-3", toneTint[tone])}
    >
      <ToneIcon tone={tone} className="mt-[3px]" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        {children ? <div className="max-w-prose">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
