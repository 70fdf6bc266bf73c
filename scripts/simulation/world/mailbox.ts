import type { OutgoingMail } from "@/emails/send";
import { HOUR } from "@/lib/clock";

export type AcceptedMail = { at: number; key: string; subject: string; to: string[] };

/** The provider: takes one mail per key within 24 hours, and refuses another mail under a key that it knows. */
export class Mailbox {
  readonly accepted: AcceptedMail[] = [];
  /** Mails that came with a known key and other words. */
  readonly contradictions: string[] = [];
  private readonly known = new Map<string, { at: number; words: string }>();

  accept(mail: OutgoingMail, at: number): { providerId: string } {
    const { idempotencyKey: key, subject, to } = mail;
    const words = JSON.stringify([mail.subject, mail.html, mail.text, mail.to]);
    const before = this.known.get(key);
    if (before && at - before.at < 24 * HOUR) {
      if (before.words !== words) this.contradictions.push(key);
      return { providerId: key };
    }
    this.known.set(key, { at, words });
    this.accepted.push({ at, key, subject, to });
    return { providerId: key };
  }
}
