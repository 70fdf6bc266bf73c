import type { CSSProperties } from "react";

const font = "Inter, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** Inline, because many mail programs know nothing else. */
export const styles = {
  page: { margin: 0, padding: "24px 12px", backgroundColor: "#f6f7f9", fontFamily: font, color: "#12161d" },
  card: {
    maxWidth: "580px",
    width: "100%",
    margin: "0 auto",
    padding: "24px",
    backgroundColor: "#ffffff",
    border: "1px solid #e2e6eb",
    borderRadius: "12px",
  },
  brand: { margin: "0 0 16px", fontSize: "14px", fontWeight: 600 },
  heading: { margin: "0 0 12px", fontSize: "20px", lineHeight: "28px", fontWeight: 600 },
  text: { overflowWrap: "anywhere", margin: "0 0 12px", fontSize: "15px", lineHeight: "23px" },
  causeTitle: { margin: "0 0 2px", fontSize: "15px", lineHeight: "22px", fontWeight: 600 },
  about: {
    overflowWrap: "anywhere",
    margin: "0 0 4px",
    fontSize: "15px",
    lineHeight: "22px",
    color: "#555e6c",
  },
  cause: { margin: "0 0 12px", padding: "12px 0 0", borderTop: "1px solid #e2e6eb" },
  link: { color: "#4338ca", textDecoration: "underline", wordBreak: "break-word" },
  button: {
    backgroundColor: "#4338ca",
    color: "#ffffff",
    borderRadius: "8px",
    padding: "12px 18px",
    fontSize: "15px",
    fontWeight: 600,
    textDecoration: "none",
    display: "inline-block",
  },
  action: { margin: "20px 0" },
  footer: {
    overflowWrap: "anywhere",
    margin: "16px 0 0",
    fontSize: "13px",
    lineHeight: "20px",
    color: "#555e6c",
  },
} satisfies Record<string, CSSProperties>;

/** For mail programs that follow the reader's dark setting; the others keep the light look. */
export const darkStyle = `
@media (prefers-color-scheme: dark) {
  .m-page, .m-page > table > tbody > tr > td { background-color: #0e1116 !important; color: #e8ebf0 !important; }
  .m-card { background-color: #161b22 !important; border-color: #2c343f !important; }
  .m-ink { color: #e8ebf0 !important; }
  .m-soft { color: #a3adba !important; }
  .m-line { border-color: #2c343f !important; }
  .m-link { color: #a5a0ff !important; }
  .m-button { background-color: #5b50e0 !important; color: #ffffff !important; }
}
@media (max-width: 480px) {
  .m-page > table > tbody > tr > td { padding: 0 !important; }
  .m-card { padding: 20px 16px !important; border-radius: 0 !important; border-width: 0 !important; }
  .m-button { display: block !important; text-align: center !important; }
}
`;
