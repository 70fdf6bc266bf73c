import { z } from "zod";
import type { SandboxRequest, SandboxResponse } from "../http/service";
import { sumOf } from "../world/amounts";
import { badRequest, json, notFound } from "./answers";
import { decimal } from "./json";
import { allSubscriptions, type PrismState, presentDay } from "./state";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/);

const detailRequest = z.object({
  subscriptionId: z.string(),
  startDate: day,
  endDate: day,
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(1000).default(100),
});

/** Both days are included; times are ignored. Nothing is known after the newest invoiced period. */
function usageBetween(state: PrismState, subscriptionId: string, startDate: string, endDate: string) {
  const present = presentDay(state);
  return state.seed.azureUsage.filter(
    (usage) =>
      usage.subscriptionId === subscriptionId &&
      usage.usageDate >= startDate.slice(0, 10) &&
      usage.usageDate <= endDate.slice(0, 10) &&
      usage.usageDate <= present,
  );
}

function isAzure(state: PrismState, subscriptionId: string): boolean {
  return allSubscriptions(state).some(
    (one) => one.subscriptionId === subscriptionId && one.displayTemplate === "Azure",
  );
}

export function answerUsageSummary(state: PrismState, subscriptionId: string, query: URLSearchParams) {
  const startDate = query.get("startDate") ?? "";
  const endDate = query.get("endDate") ?? "";
  if (!day.safeParse(startDate).success || !day.safeParse(endDate).success) {
    return badRequest("startDate and endDate are required.");
  }
  if (!isAzure(state, subscriptionId)) return notFound("The Azure subscription");
  const usage = usageBetween(state, subscriptionId, startDate, endDate);
  const resources = [...new Set(usage.map((one) => one.resourceName))];
  return json({
    SubscriptionId: subscriptionId,
    Currency: state.seed.currency,
    TotalCost: decimal(sumOf(usage.map((one) => one.cost))),
    Resources: resources.map((resourceName) => ({
      ResourceName: resourceName,
      TotalCost: decimal(
        sumOf(usage.filter((one) => one.resourceName === resourceName).map((one) => one.cost)),
      ),
    })),
  });
}

/** Pages of usage records; the page after the last one is empty. */
export function answerUsageDetail(state: PrismState, request: SandboxRequest): SandboxResponse {
  const wanted = detailRequest.safeParse(parsedJson(request.body));
  if (!wanted.success)
    return badRequest("subscriptionId, startDate, endDate, page and pageSize are required.");
  const { subscriptionId, startDate, endDate, page, pageSize } = wanted.data;
  if (!isAzure(state, subscriptionId)) return notFound("The Azure subscription");
  const records = usageBetween(state, subscriptionId, startDate, endDate);
  return json({
    Records: records.slice((page - 1) * pageSize, page * pageSize).map((usage) => ({
      SubscriptionId: usage.subscriptionId,
      UsageDate: `${usage.usageDate}T00:00:00+00:00`,
      ResourceName: usage.resourceName,
      ResourceGroup: usage.resourceGroup,
      MeterCategory: usage.meterCategory,
      Quantity: decimal(usage.quantity),
      Cost: decimal(usage.cost),
      Currency: state.seed.currency,
    })),
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
