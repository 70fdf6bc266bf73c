import { addDays, countDays, lastDayOf } from "./plain-dates";
import { drawBetween, randomFrom } from "./random";
import type { PrismAzureUsageSeed } from "./seed";

const resources: { resourceName: string; meterCategory: string; centsPerDay: [low: number, high: number] }[] =
  [
    { resourceName: "vm-render-01", meterCategory: "Virtual Machines", centsPerDay: [410, 690] },
    { resourceName: "stmediaarchive", meterCategory: "Storage", centsPerDay: [95, 130] },
    { resourceName: "bkp-vault", meterCategory: "Backup", centsPerDay: [60, 75] },
  ];

/** What a small media company uses in a month: a day's cost of each resource, in cents. */
export function azureUsageOf(subscriptionId: string, month: string): PrismAzureUsageSeed[] {
  const random = randomFrom(`usage of ${subscriptionId} in ${month}`);
  const days = countDays(month, lastDayOf(month));
  return Array.from({ length: days }, (_, day) => addDays(month, day)).flatMap((usageDate) =>
    resources.map(({ resourceName, meterCategory, centsPerDay: [low, high] }) => ({
      subscriptionId,
      usageDate,
      resourceName,
      resourceGroup: "rg-production",
      meterCategory,
      quantity: (drawBetween(random, 800, 2400) / 100).toFixed(2),
      cost: (drawBetween(random, low, high) / 100).toFixed(2),
    })),
  );
}
