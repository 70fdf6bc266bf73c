import type { MailPurpose } from "@/db/schema";

/** What each mail tells, as the first words of its row. */
export const purposeWords: Record<MailPurpose, string> = {
  failure: "A sync failed",
  recovery: "A failure is over",
  review: "Something waits for review",
  connection: "Keys stopped working",
  sign_in: "A link to sign in",
  invitation: "An invitation",
};

export type ParkedReason = { why: string; todo: string };

const resend = {
  ofLink: "Ask for a new link on the sign-in page.",
  ofInvitation: "Invite the address again on the page of the members.",
};

/**
 * Why a mail was given up, and what to do. `reason` as the worker left it: a kind with its HTTP status, perhaps with "given
 * up" when its day was over, or a word of its own. Pure.
 */
export function parkedWords(purpose: MailPurpose, reason: string | null): ParkedReason {
  const { why, first, again } = causeOf(reason ?? "");
  if (purpose === "sign_in") return { why, todo: [first, resend.ofLink].join(" ").trim() };
  if (purpose === "invitation") return { why, todo: [first, resend.ofInvitation].join(" ").trim() };
  return { why, todo: [first, again].join(" ").trim() };
}

const mayHaveArrived =
  "It may have arrived all the same: ask a reader before you send it again, else they may get it twice.";

function causeOf(reason: string): { why: string; first: string; again: string } {
  if (reason === "end_unknown") {
    return {
      why: "The mail service did not say for a day whether it took the mail.",
      first: "",
      again: mayHaveArrived,
    };
  }
  if (reason.startsWith("rejected")) {
    return {
      why: "The mail service refused the mail, most often because of an address.",
      first: "Check the addresses.",
      again: "Then send it again: it goes to those whom the program’s settings name now.",
    };
  }
  if (/^(unauthorised|forbidden)/.test(reason)) {
    return {
      why: "The mail service refused our key for a day.",
      first: "Have whoever runs the portal enter a key that works.",
      again: "Then send it again.",
    };
  }
  if (reason.endsWith("given up")) {
    return {
      why: "The mail service did not answer as it should for a day.",
      first: "",
      again: mayHaveArrived,
    };
  }
  if (reason === "no_recipients") {
    return {
      why: "Nobody was to be told.",
      first: "",
      again: "Enter an address in the program’s settings, then send it again.",
    };
  }
  return {
    why: "The mail could not be written, which is a fault of ours.",
    first: "Tell whoever runs the portal the reference of this mail.",
    again: "",
  };
}
