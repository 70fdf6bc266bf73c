/** Set by proxy.ts on every request, over whatever the outside sent. */
export const requestPathHeader = "x-portal-path";

/** Names the notice (see lib/notice.ts) that a page shows. */
export const noticeParameter = "notice";
