/** A mail in words, before it becomes HTML and text. Both say the same. */
export type MailContent = {
  subject: string;
  /** What a mailbox shows beside the subject. */
  preview: string;
  heading: string;
  intro: string[];
  causes: MailCauseBlock[];
  /** The one thing to do. */
  action: MailLink;
  outro: string[];
  /** Why the reader gets this mail. */
  footer: MailFooter;
};

/** One cause with the link that opens the very place. */
export type MailCauseBlock = {
  title: string;
  /** Customer and product. */
  about: string | null;
  sentences: string[];
  link: MailLink;
  /** Leads to all others of this cause. */
  others: MailLink | null;
};

/** `url` is absolute. */
export type MailLink = { label: string; url: string };

export type MailFooter = {
  text: string;
  link: MailLink | null;
  /** Where the reader stops mails of this kind; only where that is possible. */
  stop?: MailLink;
};

/** What every template knows besides its facts. */
export type MailContext = {
  /** Address of the portal. */
  origin: string;
  orgName: string;
  /** IANA name, for instants. */
  timeZone: string;
};

/** Text from outside on one line, so that a name can neither begin a line of its own nor a header. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}
