import type { PicklistValue } from "./field";

/** Labels in the order of the picklist, by value. Values differ from tenant to tenant: clients must read them. */
function picklist(labels: Readonly<Record<string, string>>, fallback?: string): readonly PicklistValue[] {
  return Object.entries(labels).map(([value, label]) => ({
    value,
    label,
    isDefaultValue: value === fallback,
  }));
}

export const yesNo = picklist({ "0": "No", "1": "Yes" });

export const companyTypes = picklist({
  "1": "Customer",
  "2": "Lead",
  "3": "Prospect",
  "4": "Dead",
  "6": "Cancellation",
  "7": "Vendor",
  "8": "Partner",
});

export const contractTypes = picklist({
  "1": "Time & Materials",
  "3": "Fixed Price",
  "4": "Block Hours",
  "6": "Retainer",
  "7": "Recurring Service",
  "8": "Incident",
});

export const contractStatuses = picklist({ "0": "Inactive", "1": "In Effect" }, "1");

export const contractCategories = picklist({ "12": "Standard", "15": "Managed Services", "16": "Cloud" });

export const periodTypes = picklist({
  "2": "Monthly",
  "3": "Quarterly",
  "4": "Semi-Annual",
  "5": "Yearly",
});

export const billingPreferences = picklist({
  "1": "Immediately bill without requiring approval",
  "2": "Manually bill (on approval)",
});

export const billingCodeUses = picklist({
  "1": "General Allocation Code",
  "3": "Expense Category",
  "4": "Material Cost Code",
  "5": "Recurring Contract Service Code",
  "6": "Milestone Code",
});

export const chargeTypes = picklist({ "1": "Operational", "2": "Capitalized" }, "1");

export const chargeStatuses = picklist(
  {
    "1": "Need to Order/Fulfill",
    "2": "On Order",
    "3": "Waiting Approval",
    "4": "Ready to Deliver/Ship",
    "5": "Delivered/Shipped Full",
    "6": "Canceled",
    "7": "Pending",
  },
  "7",
);

export const productBillingTypes = picklist({ "1": "One-Time", "2": "Recurring" });
