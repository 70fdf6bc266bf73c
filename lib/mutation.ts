import "server-only";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import type { z } from "zod";
import { portalDatabase } from "@/db/portal";
import { portalEnv } from "@/lib/env";
import { typedValues } from "@/lib/forms/form-input";
import type { FormState } from "@/lib/forms/form-state";
import {
  type Changing,
  type MutationOutcome,
  type MutationRule,
  performMutation,
} from "@/lib/forms/perform-mutation";
import { goTo } from "@/lib/go-to";
import { requestIdHeader } from "@/lib/http/request-id";
import { links } from "@/lib/links";
import { leaveNotice } from "@/lib/notice";
import { portalLog } from "@/lib/portal-log";
import { requestPath } from "@/lib/request-path";
import { currentSession } from "@/lib/session";

export { MutationRefused } from "@/lib/forms/perform-mutation";

/** A form's action: by itself, or as the action of useActionState when the form shows errors beside its fields. */
export type FormAction = {
  (form: FormData): Promise<never>;
  (previous: FormState, form: FormData): Promise<FormState>;
};

/**
 * The one way to change something from a page: checks the request's origin, the session, that the page was of the
 * session's organisation (each SubmitButton says of which), the role and the input (strictly: one zod field per form field), then does the work and writes its audit event in one transaction.
 * Both uses work without script, and both end in a redirect when the change was made.
 *
 *     "use server";
 *     export const runNow = mutation(
 *       { role: "operator", input: z.object({ programSyncId: z.uuid(), kind: z.enum(syncKinds) }) },
 *       async ({ session, tx, input }) => {
 *         const { runId } = await requestRun(tx, { orgId: session.orgId, ...input });
 *         return { audit: { action: "run_requested", subject: runId }, to: links.run(runId) };
 *       },
 *     );
 *
 * Buttons: `<form action={runNow}><input type="hidden" name="kind" value="customers" />…`; what is refused comes back
 * to the same page, and `<PageNotice />` shows it. Forms with fields: a client component with
 * `const [state, action] = useActionState(saveSettings, emptyFormState)`, which gets title, field errors and what was
 * typed. Inside, `throw new MutationRefused("Somebody else changed this meanwhile.")` undoes all and tells the person.
 */
export function mutation<S extends z.ZodObject>(rule: MutationRule<S>, changing: Changing<S>): FormAction {
  async function act(form: FormData): Promise<never>;
  async function act(previous: FormState, form: FormData): Promise<FormState>;
  async function act(first: FormData | FormState, second?: FormData): Promise<FormState> {
    const form = second ?? (first instanceof FormData ? first : new FormData());
    const path = await requestPath();
    const sent = await headers();
    const outcome = await performMutation(
      {
        db: portalDatabase(),
        log: portalLog(),
        portalUrl: portalEnv().NEXTAUTH_URL,
        originHeader: sent.get("origin"),
        requestId: sent.get(requestIdHeader),
        session: await currentSession(),
        form,
      },
      rule,
      changing,
    );
    if (outcome.kind === "refused" && second) {
      if (outcome.stale) refresh();
      return formState(outcome, typedValues(form, rule.secrets ?? []));
    }
    goTo(await nextPage(outcome, path));
  }
  return act;
}

function formState(
  refused: Extract<MutationOutcome, { kind: "refused" }>,
  values: Record<string, string>,
): FormState {
  return { error: { title: refused.title, text: refused.text }, fieldErrors: refused.fieldErrors, values };
}

async function nextPage(outcome: MutationOutcome, path: string): Promise<string> {
  if (outcome.kind === "signed_out") return links.signIn(path);
  if (outcome.kind === "refused") {
    const { title, text, fieldErrors, to = path } = outcome;
    return leaveNotice(to, { tone: "err", title, text, fieldErrors });
  }
  const { to = path, notice } = outcome.change;
  return notice ? leaveNotice(to, { tone: "ok", ...notice }) : to;
}
