import { z } from "zod";
import { handEditPolicies, productModes } from "@/db/schema";
import { normaliseAddress } from "@/lib/auth/address";

const yesNo = z.enum(["yes", "no"]).transform((value) => value === "yes");

const mostAddresses = 20;

/** Addresses as people write them: one to a line, or with commas or semicolons between. Each wrong one is named. */
export const addressList = z
  .string()
  .max(4_000)
  .transform((text, context) => {
    const written = text.split(/[\n,;]+/).flatMap((part) => part.trim() || []);
    const wrong = written.filter((part) => normaliseAddress(part) === null);
    if (wrong.length > 0) {
      const names = wrong.slice(0, 3).map((part) => `“${part}”`);
      context.addIssue({
        code: "custom",
        message: `${names.join(", ")} ${wrong.length === 1 ? "is not an e-mail address" : "are not e-mail addresses"}.`,
      });
      return z.NEVER;
    }
    const addresses = [...new Set(written.flatMap((part) => normaliseAddress(part) ?? []))];
    if (addresses.length > mostAddresses) {
      context.addIssue({ code: "custom", message: `Not more than ${mostAddresses} addresses.` });
      return z.NEVER;
    }
    return addresses;
  });

const emptyIsNone = z.literal("").transform(() => null);
const wholeLimit = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d*$/, "A whole number, or nothing.")
    .transform((text) => (text === "" ? null : Number(text)))
    .pipe(z.number().min(1, "At least 1.").max(most, `At most ${most}.`).nullable());
const moneyLimit = z
  .string()
  .trim()
  .regex(/^(\d{1,9}(\.\d{1,2})?)?$/, "An amount such as 500 or 500.00, or nothing.")
  .refine((text) => text === "" || /[1-9]/.test(text), "More than nothing, or leave it empty.")
  .transform((text) => (text === "" ? null : text));
const choice = z.union([emptyIsNone, z.string().max(50)]).optional();

/** The settings of a program sync as its form sends them. */
export const settingsInput = z.object({
  programSyncId: z.uuid(),
  version: z.coerce.number().int(),
  /** Only sent once it was asked whether what is switched off shall really stop. */
  confirmOff: z.literal("yes").optional(),
  customersEnabled: yesNo,
  productsEnabled: yesNo,
  productMode: z.enum(productModes),
  azureEnabled: yesNo,
  annualEnabled: yesNo,
  handEdits: z.enum(handEditPolicies),
  guardQuantity: wholeLimit(1_000_000),
  guardMoney: moneyLimit,
  guardPercent: wholeLimit(10_000),
  notifyAddresses: addressList,
  scheduleHour: z.coerce.number().int().min(0).max(23),
  staleAfterDays: z.coerce
    .number("A number of days.")
    .int("Whole days.")
    .min(1, "At least one day.")
    .max(366, "At most 366 days."),
  /** Only sent where there are several contract agreements. */
  priceContractAgreementId: choice,
  /** Only Autotask's form has these. */
  extendContracts: yesNo.optional(),
  serviceBillingCodeId: choice,
  chargeBillingCodeId: choice,
  vendorId: choice,
});
