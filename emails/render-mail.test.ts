import { renderMail } from "@/emails/render-mail";
import type { FailureFacts, MailCause } from "@/lib/mail-facts";

const runId = "0b2c1f6e-97a0-4f5a-9d3c-0f5f4d9a1b11";
const itemId = "5d0f3a52-6e0b-4f3e-8a51-2f9f5d0c7e22";
const connectionId = "9e2b7c11-1111-4a4a-8b8b-123456789abc";
const context = { origin: "https://portal.example", orgName: "Harbour IT", timeZone: "Australia/Sydney" };
const run = {
  programName: "Microsoft CSP",
  psaName: "ConnectWise PSA",
  programSlug: "microsoft-csp",
  kind: "customers" as const,
  period: { start: "2026-10-01", end: "2026-10-31" },
  currency: "AUD",
  runId,
};
const ended: MailCause = {
  code: "agreement_ended",
  facts: { name: "Cloud services", endDate: "2026-10-15", date: "2026-10-31" },
  count: 1,
  itemId,
  customerName: "Contoso Pty Ltd",
  title: "Microsoft 365 E3",
};

const failure = (change: Partial<FailureFacts> = {}) =>
  renderMail(
    {
      purpose: "failure",
      facts: { ...run, failed: 3, causes: [ended], more: 0, stillFailingSince: null, ...change },
    },
    context,
  );

describe("the failure mail", () => {
  it("says program, PSA, count and month in its subject", () => {
    expect(failure().subject).toBe("Microsoft CSP → ConnectWise PSA: 3 errors, October 2026");
    expect(failure({ failed: 1 }).subject).toContain("1 error, ");
    expect(failure({ failed: 0 }).subject).toContain("customers sync failed, October 2026");
  });

  it("names each cause in plain words, with the link that opens the very item", () => {
    const { text, html } = failure();
    expect(text).toContain("1. The agreement has ended\n   Contoso Pty Ltd · Microsoft 365 E3\n");
    expect(text).toContain("“Cloud services” ends on 15 Oct 2026");
    expect(text).toContain(`Open this subscription: https://portal.example/runs/${runId}/items/${itemId}`);
    expect(html).toContain(`href="https://portal.example/runs/${runId}/items/${itemId}"`);
  });

  it("leads to the others of a cause and to all that failed, and counts what it does not name", () => {
    const { text } = failure({ causes: [{ ...ended, count: 4 }], more: 2 });
    expect(text).toContain("The agreement has ended (4)");
    expect(text).toContain(
      `Open all 4 with this cause: https://portal.example/runs/${runId}?code=agreement_ended`,
    );
    expect(text).toContain(`https://portal.example/runs/${runId}?outcome=failed`);
    expect(text).toContain("There are 2 more causes on the page.");
  });

  it("opens the run where a cause belongs to no item", () => {
    const { text } = failure({
      failed: 0,
      causes: [{ ...ended, code: "psa_unauthorised", itemId: null, customerName: null, title: null }],
    });
    expect(text).toContain(`Open the sync: https://portal.example/runs/${runId}?code=psa_unauthorised`);
    expect(text).toContain("The customers sync for October 2026 could not do its work");
  });

  it("says since when it has been failing, by the organisation's clock", () => {
    const { subject, text } = failure({ stillFailingSince: "2026-10-31T20:03:00Z" });
    expect(subject).toContain("still failing, 3 errors");
    expect(text.split("\n")[0]).toBe("Still failing since 1 Nov 2026, 07:03");
  });

  it("escapes names in HTML, and gives none of them a line of its own", () => {
    const hostile = {
      ...ended,
      customerName: '<img src=x onerror="alert(1)">& Sons',
      title: "E3\r\nBcc: eve@evil.example\u2028Pay here: https://evil.example",
    };
    const mail = failure({ causes: [hostile], programName: "CSP\r\nX-Header: 1" });
    expect(mail.html).not.toContain("<img");
    expect(mail.html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp; Sons");
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.text).not.toMatch(/^(Bcc|Pay here|X-Header)/m);
  });

  it("reads well for a code and facts that nobody knows", () => {
    const { text } = failure({ causes: [{ ...ended, code: "from_the_future", facts: {} }] });
    expect(text).not.toMatch(/undefined|null|NaN|\{|\}/);
  });
});

describe("the other mails", () => {
  it("recovery: since when it failed, and that nothing is left", () => {
    const facts = { ...run, failingSince: "2026-10-31T20:03:00Z" };
    const { subject, text } = renderMail({ purpose: "recovery", facts }, context);
    expect(subject).toBe("Microsoft CSP → ConnectWise PSA: 0 errors, in order again, October 2026");
    expect(text).toContain("1 Nov 2026, 07:03");
    expect(text).toContain(`https://portal.example/runs/${runId}`);
  });

  it("review: what waits for a person", () => {
    const facts = { ...run, held: 2, causes: [{ ...ended, code: "existing_line", count: 2 }], more: 0 };
    const { subject, text } = renderMail({ purpose: "review", facts }, context);
    expect(subject).toBe("Microsoft CSP → ConnectWise PSA: 2 to decide, October 2026");
    expect(text).toContain("2 subscriptions wait for you");
    expect(text).toContain(`/runs/${runId}?outcome=held`);
  });

  it("review: of what nobody has to decide it says how much there is to look at", () => {
    const subjectOf = (more: number) => {
      const facts = {
        ...run,
        held: 0,
        causes: [{ ...ended, code: "price_changed_mid_period", count: 3 }],
        more,
      };
      return renderMail({ purpose: "review", facts }, context).subject;
    };
    expect(subjectOf(0)).toBe("Microsoft CSP → ConnectWise PSA: 3 to review, October 2026");
    expect(subjectOf(1)).toContain("3 or more to review");
  });

  it("review: can be stopped, and says that failures are still told; the mails about failures cannot", () => {
    const stopUrl = "https://portal.example/stop-mails?org=o&mail=m";
    const facts = { ...run, held: 2, causes: [ended], more: 0 };
    const review = renderMail({ purpose: "review", facts, stopUrl }, context);
    expect(review.stopUrl).toBe(stopUrl);
    expect(review.text).toContain(`Stop these mails, but not those about failures: ${stopUrl}`);
    expect(review.html).toContain(stopUrl.replace("&", "&amp;"));
    const failing = { ...facts, failed: 1, stillFailingSince: null };
    const failed = renderMail({ purpose: "failure", facts: failing, stopUrl }, context);
    expect([failed.stopUrl, failed.text.includes(stopUrl)]).toEqual([undefined, false]);
  });

  it("connection: what to do, with the link to the connection and to the sync that found it", () => {
    const facts = {
      connectionName: "ConnectWise NA",
      psaName: "ConnectWise PSA",
      code: "psa_unauthorised",
      runId,
      connectionId,
    };
    const { text, html } = renderMail({ purpose: "connection", facts }, context);
    expect(text).toContain(`Open the connection: https://portal.example/connections/${connectionId}`);
    expect(html).toContain(`https://portal.example/runs/${runId}`);
  });

  it("sign-in: the link to the page with the button, the same with every try", () => {
    const mail = {
      purpose: "sign_in",
      facts: { email: "anna+b@harbour.example", callbackPath: "/runs/7?q=a%26b" },
      token: "t0k-en",
    };
    const first = renderMail(mail, context);
    expect(first.text).toContain(
      "https://portal.example/sign-in/confirm?token=t0k-en&email=anna%2Bb%40harbour.example&callbackUrl=%2Fruns%2F7%3Fq%3Da%2526b",
    );
    expect(renderMail(mail, context)).toEqual(first);
  });
});

describe("the invitation", () => {
  const mail = {
    purpose: "invitation",
    facts: {
      invitationId: itemId,
      orgId: runId,
      email: "ben@harbour.example",
      role: "operator",
      invitedBy: "anna@harbour.example",
    },
    token: "t0k-en",
  };

  it("says who invites, to what, what the role may, and leads to the page with the button", () => {
    const { subject, text } = renderMail(mail, context);
    expect(subject).toBe("Your invitation to Harbour IT on PRISM Connect");
    expect(text).toContain("anna@harbour.example invites you to Harbour IT.");
    expect(text).toContain("As an operator you map customers");
    expect(text).toContain(`https://portal.example/invitation?org=${runId}&id=${itemId}&token=t0k-en`);
  });

  it("is the same with every try, and takes no line of its own from a name", () => {
    expect(renderMail(mail, context)).toEqual(renderMail(mail, context));
    const hostile = renderMail(mail, { ...context, orgName: "Harbour\r\nBcc: eve@evil.example" });
    expect(hostile.subject).not.toMatch(/[\r\n]/);
    expect(hostile.text).not.toMatch(/^Bcc/m);
  });
});

describe("every mail", () => {
  const signIn = { purpose: "sign_in", facts: { email: "a@b.example", callbackPath: null }, token: "t" };

  it.each([
    ["failure", () => failure()],
    ["sign-in", () => renderMail(signIn, context)],
  ])("has a preview line, follows the dark setting and says why it came: %s", (_name, make) => {
    const { html, text } = make();
    expect(html).toMatch(/^<!DOCTYPE html>/);
    expect(html).toContain('content="light dark"');
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toMatch(/display:none[^>]*>[^<]{10,}/);
    expect(text).toContain("\n--\n");
  });

  it("is not made from facts of another purpose, nor for a purpose without a template", () => {
    expect(() => renderMail({ ...signIn, purpose: "failure" }, context)).toThrow();
    expect(() => renderMail({ ...signIn, purpose: "greeting" }, context)).toThrow("no template");
    expect(() => renderMail({ ...signIn, token: undefined }, context)).toThrow();
  });
});
