import type { z } from "zod";
import type { Database } from "@/db/client";
import type { Role } from "@/db/schema";
import { organisationField } from "@/lib/forms/organisation-field";
import { type Changing, type MutationRule, performMutation } from "@/lib/forms/perform-mutation";
import type { EventLog } from "@/lib/logger";
import type { TestMember } from "./members";

const portalUrl = "https://portal.example";
const silent: EventLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Sends a form as this person, as the portal would carry it out; a list is a field that comes several times. */
export function sendForm<S extends z.ZodObject>(
  db: Database,
  person: TestMember & { role: Role },
  of: { rule: MutationRule<S>; change: Changing<S> },
  fields: Record<string, string | string[]>,
) {
  const form = new FormData();
  form.append(organisationField, person.orgId);
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) form.append(name, value);
  }
  return performMutation(
    {
      db,
      log: silent,
      portalUrl,
      originHeader: portalUrl,
      session: {
        sessionId: "00000000-0000-4000-8000-000000000001",
        ...person,
        orgName: "Harbour IT",
        timeZone: "Australia/Sydney",
      },
      form,
    },
    of.rule,
    of.change,
  );
}
