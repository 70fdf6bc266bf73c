import type { SandboxResponse } from "../http/service";
import type { Mail } from "./mail";

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; --page: #f5f6f8; --card: #fff; --ink: #1b1f27; --quiet: #5a6372; --line: #dde1e7; --link: #1552b5; }
@media (prefers-color-scheme: dark) {
  :root { --page: #12151b; --card: #1a1f27; --ink: #e8ebf0; --quiet: #a0a9b8; --line: #2c333f; --link: #8fb8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.35rem; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
a { color: var(--link); overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
ol { list-style: none; margin: 0; padding: 0; }
li + li { border-top: 1px solid var(--line); }
li > a { display: block; padding: .75rem 1rem; color: inherit; text-decoration: none; }
li > a:hover, li > a:focus-visible { background: var(--page); }
li strong { display: block; overflow-wrap: anywhere; }
time { white-space: nowrap; }
.quiet { color: var(--quiet); font-size: .875rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .15rem 1rem; margin: 0 0 1rem; font-size: .9375rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: 70vh; min-height: 24rem; border: 0; border-radius: .5rem; background: #fff; }
pre { margin: 0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: .875rem/1.5 ui-monospace, monospace; }
summary { cursor: pointer; padding: .75rem 1rem; }
.links { padding: .5rem 1rem; } .links li { padding: .35rem 0; } .links li > a { display: inline; padding: 0; color: var(--link); text-decoration: underline; }
`;

/** No script runs on these pages nor in the mails that they show. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; font-src http: https: data:; " +
  "frame-src 'self'; base-uri http: https:; form-action 'none'";

function page(title: string, main: string, status = 200): SandboxResponse {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>${main}</main></body>
</html>`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "cache-control": "no-store",
  };
  return { status, headers, body };
}

function when(createdAt: string): string {
  return `<time datetime="${createdAt}">${createdAt.slice(0, 10)} ${createdAt.slice(11, 16)} UTC</time>`;
}

/** All mails, the first one on top. */
export function listPage(mails: Mail[]): SandboxResponse {
  const rows = mails.map(
    ({ id, subject, from, to, createdAt }) =>
      `<li><a href="/mails/${id}"><strong>${escapeHtml(subject)}</strong>` +
      `<span class="quiet">To ${escapeHtml(to.join(", "))} · from ${escapeHtml(from)} · ${when(createdAt)}</span></a></li>`,
  );
  const list =
    rows.length > 0
      ? `<ol class="card">${rows.join("")}</ol>`
      : `<p class="card" style="padding:1rem">No mail yet. Whatever the product sends in the sandbox appears here; nothing leaves this machine.</p>`;
  return page("Mailbox", `<h1>Mailbox</h1>${list}`);
}

/** One mail as a person reads it. Its links open in a tab of their own. */
export function mailPage(mail: Mail): SandboxResponse {
  const { subject, from, to, cc, replyTo, createdAt, html, text, links } = mail;
  const fact = (name: string, values: string[]) =>
    values.length > 0 ? `<dt>${name}</dt><dd>${escapeHtml(values.join(", "))}</dd>` : "";
  const facts = [fact("From", [from]), fact("To", to), fact("Cc", cc), fact("Reply to", replyTo)];
  const parts = [
    `<p><a href="/">All mails</a></p><h1>${escapeHtml(subject)}</h1>`,
    `<dl>${facts.join("")}<dt>Received</dt><dd>${when(createdAt)}</dd></dl>`,
  ];
  if (html !== null) parts.push(`<div class="card">${frame(html)}</div>`);
  if (text !== null) parts.push(textPart(text, html === null));
  if (links.length > 0)
    parts.push(`<h2>Links in this mail</h2><ol class="card links">${links.map(linkRow).join("")}</ol>`);
  return page(subject, parts.join("\n"));
}

export function missingPage(): SandboxResponse {
  return page("No such mail", `<h1>There is no such mail</h1><p><a href="/">All mails</a></p>`, 404);
}

/** The frame runs no script and has no origin; it may only open links. */
function frame(html: string): string {
  const document = `<base target="_blank">${html}`;
  const allowed = "allow-popups allow-popups-to-escape-sandbox";
  return `<iframe title="The mail" sandbox="${allowed}" srcdoc="${escapeHtml(document)}"></iframe>`;
}

function textPart(text: string, only: boolean): string {
  const linked = text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? anchor(part) : escapeHtml(part)))
    .join("");
  const open = only ? " open" : "";
  return `<h2>Text part</h2><details class="card"${open}><summary>As plain text</summary><pre>${linked}</pre></details>`;
}

const anchor = (address: string): string =>
  `<a href="${escapeHtml(address)}" target="_blank" rel="noopener noreferrer">${escapeHtml(address)}</a>`;

const linkRow = (address: string): string => `<li>${anchor(address)}</li>`;
