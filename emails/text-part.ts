import type { MailCauseBlock, MailContent, MailLink } from "@/emails/mail-content";

/** The mail as plain text, for readers without HTML. */
export function textPart(content: MailContent): string {
  const { heading, intro, causes, action, outro, footer } = content;
  const blocks = [
    heading,
    ...intro,
    ...causes.map(causeText),
    linkText(action),
    ...outro,
    ["--", footer.text, ...[footer.link, footer.stop].flatMap((link) => (link ? [linkText(link)] : []))].join(
      "\n",
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function causeText({ title, about, sentences, link, others }: MailCauseBlock, index: number): string {
  const lines = [
    `${index + 1}. ${title}`,
    about,
    sentences.join(" "),
    linkText(link),
    others && linkText(others),
  ];
  return lines.filter(Boolean).join("\n   ");
}

function linkText({ label, url }: MailLink): string {
  return `${label}: ${url}`;
}
