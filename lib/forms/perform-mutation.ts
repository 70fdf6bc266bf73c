import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { type AuditEntry, appendAuditEvent } from "@/db/commands/append-audit-event";
import { listMemberships } from "@/db/queries/sign-in/first-membership";
import type { Role } from "@/db/schema";
import { may } from "@/lib/auth/may";
import { readForm } from "@/lib/forms/form-input";
import { organisationField } from "@/lib/forms/organisation-field";
import { links } from "@/lib/links";
import type { EventLog } from "@/lib/logger";
import { comesFromOwnPage } from "@/lib/origin-rule";
import type { Session } from "@/lib/session";

/** Who may, and what the form sends. `secrets` names fields that are never shown again. */
export type MutationRule<S extends z.ZodObject> = {
  role: Role;
  input: S;
  secrets?: readonly (keyof z.input<S> & string)[];
};

/**
 * What was changed, for the audit (null: nothing was; several things: an event each), and where the person goes on: `to` is a path of ours
 * (default: the page that the form stands on), with a notice.
 */
export type Change = {
  audit: AuditEntry | AuditEntry[] | null;
  to?: string;
  notice?: { title: string; text?: string };
};

/** The work of one mutation, inside a transaction of the session's organisation. */
export type Changing<S extends z.ZodObject> = (context: {
  session: Session;
  tx: Transaction;
  input: z.output<S>;
}) => Promise<Change>;

/** Thrown by a mutation that finds it must not be done; says why in plain words, and nothing is kept. */
export class MutationRefused extends Error {
  constructor(
    readonly title: string,
    readonly details: {
      text?: string;
      fieldErrors?: Record<string, string>;
      /** What the page shows is out of date: it is read anew, below what was typed. */
      stale?: boolean;
    } = {},
  ) {
    super(title);
    this.name = "MutationRefused";
  }
}

export type MutationRequest = {
  db: Database;
  log: EventLog;
  /** Of the request, as its answer and the log name it. */
  requestId?: string | null;
  portalUrl: string;
  originHeader: string | null;
  session: Session | null;
  form: FormData;
};

export type MutationOutcome =
  | { kind: "done"; change: Change }
  | { kind: "signed_out" }
  | {
      kind: "refused";
      title: string;
      text?: string;
      fieldErrors: Record<string, string>;
      stale?: boolean;
      /** Where to tell it, when the page that the form stands on is none of the person's organisation. */
      to?: string;
    };

/** Origin, session, organisation, role, input, then the work and its audit in one transaction. Throws nothing. */
export async function performMutation<S extends z.ZodObject>(
  request: MutationRequest,
  rule: MutationRule<S>,
  changing: Changing<S>,
): Promise<MutationOutcome> {
  const { db, session } = request;
  if (!comesFromOwnPage(request.originHeader, request.portalUrl)) {
    noteRefusal(request, "foreign_page");
    return foreignPage(request.portalUrl);
  }
  if (!session) return { kind: "signed_out" };
  const pageOf = request.form.getAll(organisationField).at(-1) ?? null;
  if (pageOf !== session.orgId) {
    noteRefusal(request, "another_organisation");
    return anotherOrganisation(db, session, pageOf);
  }
  if (!may(session.role, rule.role)) {
    noteRefusal(request, "role_too_low");
    return roleTooLow(rule.role);
  }
  const read = readForm(rule.input, request.form);
  if ("fieldErrors" in read) {
    return { kind: "refused", title: "Please look at the fields again.", fieldErrors: read.fieldErrors };
  }
  try {
    const change = await inOrg(db, session.orgId, async (tx) => {
      const done = await changing({ session, tx, input: read.input });
      for (const entry of [done.audit ?? []].flat()) {
        await appendAuditEvent(tx, { orgId: session.orgId, actorId: session.userId }, entry);
      }
      return done;
    });
    noteChange(request, session, change);
    return { kind: "done", change };
  } catch (error) {
    return error instanceof MutationRefused ? refusedBy(error) : unexpected(request, session, error);
  }
}

/** The subject is logged where it is an id: of a run it is what the worker's lines go by. */
function noteChange({ log, requestId }: MutationRequest, { orgId }: Session, { audit }: Change): void {
  for (const { action, subject } of [audit ?? []].flat()) {
    const id = z.uuid().safeParse(subject).data;
    const isRun = action === "run_requested" || action === "retry_requested";
    const named = isRun ? { runId: id } : { reference: id };
    log.info({ requestId, orgId, action, ...named }, "A change was made.");
  }
}

function noteRefusal({ log, requestId, session }: MutationRequest, reason: string): void {
  log.warn({ requestId, orgId: session?.orgId, reason }, "A change was refused.");
}

function foreignPage(portalUrl: string): MutationOutcome {
  return {
    kind: "refused",
    title: "This did not come from a page of the portal, so nothing was changed.",
    text: `Open the portal at ${new URL(portalUrl).origin} and try again there.`,
    fieldErrors: {},
  };
}

/** A tab that was opened before the person switched; the other one is named only to its member. */
async function anotherOrganisation(
  db: Database,
  { userId, orgName }: Session,
  pageOf: FormDataEntryValue | null,
): Promise<MutationOutcome> {
  const memberships = await listMemberships(db, userId);
  const other = memberships.find(({ orgId }) => orgId === pageOf)?.orgName ?? "another organisation";
  return {
    kind: "refused",
    title: `You are now in ${orgName}, and this page was of ${other}, so nothing was changed.`,
    text: "Load the page again to go on here. Your profile takes you from one organisation to another.",
    fieldErrors: {},
    to: links.dashboard(),
  };
}

function roleTooLow(needed: Role): MutationOutcome {
  return {
    kind: "refused",
    title: "Your role does not allow this, so nothing was changed.",
    text: `Ask ${needed === "admin" ? "an admin" : "an operator or an admin"} of your organisation.`,
    fieldErrors: {},
  };
}

function refusedBy({ title, details }: MutationRefused): MutationOutcome {
  const { text, fieldErrors = {}, stale } = details;
  return { kind: "refused", title, text, fieldErrors, stale };
}

function unexpected(
  { log, requestId }: MutationRequest,
  { orgId }: Session,
  error: unknown,
): MutationOutcome {
  const reference = randomBytes(4).toString("hex");
  log.error({ reference, requestId, orgId }, "A change failed.", error);
  return {
    kind: "refused",
    title: "This did not work.",
    text: `See whether your change is there before you try again. If it keeps failing, quote the reference ${reference}.`,
    fieldErrors: {},
  };
}
