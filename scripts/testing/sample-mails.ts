import { renderMail } from "@/emails/render-mail";
import type { MailCause } from "@/lib/mail-facts";

const runId = "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11";
const itemId = "5d0f3a52-6e0b-4f3e-8a51-2f9f5d0c7e22";
const connectionId = "9e2b7c11-1111-4a4a-8b8b-123456789abc";
const origin = "https://prism-connect.saltbush-it-services.example";
const context = { origin, orgName: "Saltbush IT", timeZone: "Australia/Sydney" };
const stopUrl = `${origin}/stop-mails?org=${runId}&mail=${itemId}`;
const run = {
  programName: "Microsoft CSP Indirect",
  psaName: "ConnectWise",
  programSlug: "microsoft-csp-indirect-connectwise",
  kind: "customers",
  period: { start: "2026-10-01", end: "2026-10-31" },
  currency: "AUD",
  runId,
};

const cause = (code: string, facts: Record<string, string>, count = 1): MailCause => ({
  code,
  facts,
  count,
  itemId,
  customerName: "Castellano Port Hedland Water Treatment and Environmental Consulting Holdings Pty Ltd",
  title: "Microsoft 365 Business Premium (annual, billed monthly)",
});
const ended = cause("agreement_ended", {
  name: "Cloud Subscriptions",
  endDate: "2026-10-15",
  date: "2026-10-31",
});
const rejected = cause(
  "psa_rejected",
  { words: `effectiveDate: AnAdditionCannotStartBefore${"TheAgreement".repeat(6)}` },
  12,
);
const unauthorised: MailCause = {
  ...cause("psa_unauthorised", {}),
  itemId: null,
  customerName: null,
  title: null,
};
const priceChanged = cause("price_changed_mid_period", {
  old: "28.10",
  new: "30.40",
  date: "2026-10-15",
});
const catchUp = cause("catch_up", { amount: "142.55", from: "2026-09-12", to: "2026-09-30" }, 3);
const failing = { ...run, failed: 14, causes: [ended, rejected], more: 2, stillFailingSince: null };
const signIn = { email: "maria.castellano-dimitriadis@saltbush-it-services.example", callbackPath: null };
const invitation = {
  ...signIn,
  invitationId: itemId,
  orgId: runId,
  role: "operator",
  invitedBy: "anna@saltbush.example",
};

/** Every mail that the product sends, with long names and words that nothing breaks; by what it is called. */
export function sampleMails() {
  const failed = (change: object) =>
    renderMail({ purpose: "failure", facts: { ...failing, ...change }, stopUrl }, context);
  const review = (causes: MailCause[], held: number) =>
    renderMail({ purpose: "review", facts: { ...run, held, causes, more: 0 }, stopUrl }, context);
  return {
    failure: failed({}),
    "failure of a whole sync": failed({ failed: 0, causes: [unauthorised], more: 0 }),
    "still failing": failed({ stillFailingSince: "2026-10-31T20:03:00Z" }),
    recovery: renderMail(
      { purpose: "recovery", facts: { ...run, failingSince: "2026-10-31T20:03:00Z" }, stopUrl },
      context,
    ),
    "held lines": review(
      [catchUp, cause("existing_line", { lineId: "7002", name: "Microsoft 365 E3", quantity: "9" }, 2)],
      5,
    ),
    "price changes": review([priceChanged], 0),
    "keys refused": renderMail(
      {
        purpose: "connection",
        facts: {
          connectionName: "ConnectWise of Saltbush IT",
          psaName: "ConnectWise",
          code: "psa_unauthorised",
          runId,
          connectionId,
        },
        stopUrl,
      },
      context,
    ),
    invitation: renderMail({ purpose: "invitation", facts: invitation, token: "t0k-en".repeat(8) }, context),
    "sign-in": renderMail({ purpose: "sign_in", facts: signIn, token: "t0k-en".repeat(8) }, context),
  };
}
