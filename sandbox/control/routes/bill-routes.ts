import { z } from "zod";
import { EditRefused } from "../../http/service";
import { matches, ok, type Route, read, readJson, serviceOf } from "./route";

const billRequest = z.looseObject({ service: z.enum(["connectwise", "autotask"]).default("connectwise") });

export const billRoutes: Route[] = [
  {
    method: "POST",
    path: "/bill",
    says: 'The PSA bills one cycle: {"agreementIds"?: [1], "until"?: "YYYY-MM-DD", "service"?: "connectwise" | "autotask"}',
    answer(world, request) {
      const { service, ...rest } = read(billRequest, readJson(request));
      const { billing } = world.services[service];
      if (!billing) throw new EditRefused(404, `${service} does not bill in this sandbox.`);
      return ok(billing.bill(rest));
    },
  },
  {
    method: "GET",
    path: "/bills",
    says: "Every invoice that the PSA has made; ?service=connectwise, ?agreementId={id}",
    answer(world, { query }) {
      const choice = new URLSearchParams(query);
      const name = choice.get("service") ?? "connectwise";
      choice.delete("service");
      const bills = serviceOf(world, name).billing?.bills() ?? [];
      return ok(bills.filter((bill) => matches(bill, choice)));
    },
  },
];
