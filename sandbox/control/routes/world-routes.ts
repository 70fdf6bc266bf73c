import { z } from "zod";
import { scenarioNames } from "../../world/seed";
import { ok, type Route, read, readJson } from "./route";

const resetRequest = z.strictObject({
  scenario: z.enum(scenarioNames).optional(),
  newestUsageMonth: z.iso.date().endsWith("-01", "is the first day of a month").optional(),
});

const since = z.coerce.number().int().min(0);

export const worldRoutes: Route[] = [
  {
    method: "POST",
    path: "/reset",
    says: 'Everything as on the first day: {"scenario": "clean" | "troubled" | "wide", "newestUsageMonth"?: "YYYY-MM-01"}',
    answer(world, request) {
      const choice = read(resetRequest, readJson(request));
      world.reset({ ...choice, scenario: choice.scenario ?? world.scenario });
      return ok({ scenario: world.scenario, newestUsageMonth: world.newestUsageMonth });
    },
  },
  {
    method: "GET",
    path: "/writes",
    says: "Every write that a service accepted, oldest first; ?since={seq} for the newer ones",
    answer: (world, { query }) => ok(world.writes.since(read(since, query.get("since") ?? 0))),
  },
  {
    method: "GET",
    path: "/calls",
    says: "Calls per service, method and path, with the service's own handling time",
    answer: (world) => ok(world.calls.list()),
  },
  {
    method: "DELETE",
    path: "/calls",
    says: "Start counting afresh",
    answer(world) {
      world.calls.clear();
      return ok([]);
    },
  },
  {
    method: "POST",
    path: "/invoices/next",
    says: "PRISM issues the invoices of the next month",
    answer: (world) => ok({ invoices: world.services.prism.issueNextInvoice() }),
  },
  {
    method: "GET",
    path: "/mails",
    says: "Every mail that was accepted, oldest first",
    answer: (world) => ok(world.services.mail.mails()),
  },
];
