import type { SettingName } from "@/app/(portal)/programs/setting-values";
import type { PsaWords } from "@/lib/psa-names";

export type SettingWords = Record<SettingName, { label: string; hint?: string }>;

/** What the fields are called, in the PSA's own words. */
export function labelsOf(words: PsaWords, timeZone: string): SettingWords {
  const { name, agreements, item, items, chargeAgreement } = words;
  return {
    customersEnabled: {
      label: `Bring invoices to the customers’ ${agreements}`,
      hint: `Off: nothing is written; lines that are in ${name} go on billing as they are.`,
    },
    productsEnabled: { label: `Keep the ${items} of ${name} and their prices equal to the price list` },
    productMode: {
      label: "Which products",
      hint: `A product of the price list becomes ${aOrAn(item)} of ${name}.`,
    },
    priceContractAgreementId: {
      label: "Whose price list counts",
      hint: "The program has several contract agreements, and their prices may differ.",
    },
    azureEnabled: {
      label: "Bring Azure usage over",
      hint: "As one charge for each customer and month. Off: it is skipped, and each sync says so.",
    },
    annualEnabled: {
      label: "Bring annual subscriptions over",
      hint: `As one charge to the ${chargeAgreement} that is mapped for it. Off: they are skipped, with a warning.`,
    },
    handEdits: {
      label: `What was changed by hand in ${name}`,
      hint: "A quantity or a price on a line of ours that differs from the invoice. Whatever is chosen, the sync says it.",
    },
    guardQuantity: { label: "By more than so many units", hint: "Empty: no limit." },
    guardMoney: {
      label: "By more than so much a month",
      hint: "Your cost, ex tax, in the invoice’s currency; a yearly payment counts whole. Empty: no limit.",
    },
    guardPercent: {
      label: "By more than so many percent",
      hint: "Of the quantity before; of usage, of the last amount. Empty: no limit.",
    },
    extendContracts: {
      label: "Extend contracts that end too early",
      hint: "A contract that ends before the days of an invoice is extended to the end of its period, unless it ended more than a whole period before them. Off: its lines wait, with an error.",
    },
    serviceBillingCodeId: {
      label: "Billing code for services",
      hint: "Needed: Autotask makes no service without it. Only codes for recurring contract services are offered.",
    },
    chargeBillingCodeId: {
      label: "Billing code for charges",
      hint: "For Azure usage, annual payments, credits and amounts for days already invoiced.",
    },
    vendorId: { label: "Vendor of new services" },
    notifyAddresses: {
      label: "Who is told by mail",
      hint: "One address to a line. They get failures, recoveries and what waits for review.",
    },
    scheduleHour: {
      label: "Look for a new invoice daily at",
      hint: `Your organisation’s time, ${timeZone}.`,
    },
    staleAfterDays: { label: "Call a sync overdue after days" },
  };
}

function aOrAn(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
