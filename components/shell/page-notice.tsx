import { Notice, pageNoticeId } from "@/components/ui/notice";
import { readNotice } from "@/lib/notice";

/** What the form before this page has to say: "Saved", or why not. Stands below the page's header. */
export async function PageNotice() {
  const notice = await readNotice();
  if (!notice) return null;
  return (
    <Notice
      id={pageNoticeId}
      tone={notice.tone}
      title={notice.title}
      live={notice.tone === "ok" ? "polite" : "assertive"}
    >
      {[notice.text, ...Object.values(notice.fieldErrors ?? {})].filter(Boolean).join(" ")}
    </Notice>
  );
}
