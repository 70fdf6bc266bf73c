import type { FactReader } from "@/lib/issues/facts";
import type { IssueText } from "@/lib/issues/issue-text";

/** Usage, annual payments and approved amounts have a code of their own. */
function isForCharge(f: FactReader): boolean {
  return f.text("kind") === "charge_billing_code";
}

/** Issues of catalog items and services. Facts: product, sku, name, itemId, itemIds, other, missing, words. */
export const productTexts = {
  product_not_linked: {
    severity: "error",
    title: "The product is not linked",
    actions: ["retry", "link_product"],
    explain: (f) => ({
      happened: `${f.text("product") ?? "This product"} has no item in ${f.psa} yet${
        f.text("sku") ? ` (SKU ${f.text("sku")})` : ""
      }.`,
      effect: "Nothing was changed for its subscriptions.",
      remedy: `Run the products sync, which links or creates it, then retry; or link it by hand to the ${f.its.item} that stands for it.`,
    }),
    why: "A subscription can only be billed under an item of the PSA. The products sync makes those links before customers are synced; this one it could not make, or it is switched off. A customers sync that finds a product that was never looked at lets it run first by itself.",
    steps: [
      "Run the products sync and see whether it reports this product.",
      "If an item for it exists already, give it the SKU as its vendor SKU, and run the products sync again.",
      "Retry the subscriptions that failed.",
    ],
  },
  source_product_not_found: {
    severity: "error",
    title: "The product is not in the price list",
    actions: ["link_product", "retry", "exclude"],
    explain: (f) => ({
      happened: `${f.text("product") ?? "A product"} is on the invoice, but PRISM’s price list ${
        f.text("sku") ? `does not hold its SKU ${f.text("sku")}` : "has no SKU for it"
      }.`,
      effect: "Nothing was changed for its subscriptions.",
      remedy: `Link it by hand to the ${f.its.item} that stands for it; that is remembered. Or ask your distributor to list it, then run the products sync and retry.`,
    }),
    why: "Products leave the price list while customers still hold them, and some carry no SKU at all. Without a SKU an item can neither be found nor created safely.",
    steps: [
      "Look in the PSA whether an item for it exists, and link it by hand with that item’s id.",
      "If there is none, ask your distributor for the product that replaces it, or to list it again; run the products sync once it is listed.",
      "Until then bill it by hand in the PSA, or exclude it with a reason and a date.",
    ],
  },
  source_product_ambiguous: {
    severity: "error",
    title: "The price list names this product more than once",
    actions: ["link_product", "retry"],
    explain: (f) => ({
      happened: `PRISM’s price list has more than one entry for ${
        f.text("sku") ? `SKU ${f.text("sku")}` : (f.text("product") ?? "this product")
      }, so its price is not certain.`,
      effect: "Nothing was changed for it or for its subscriptions.",
      remedy: `Link each of them by hand to the ${f.its.item} that stands for it; that is remembered. Or ask your distributor which entry is right.`,
    }),
    why: "The same SKU can be listed with several terms or twice by mistake. Which price is meant cannot be told from outside, and a wrong price is a wrong invoice.",
    steps: [
      "Look at the entries in PRISM and see which one your customer holds.",
      "Link that entry by hand with the id of the PSA’s item.",
      "Tell your distributor that the list is not clear.",
    ],
  },
  psa_duplicate_name: {
    severity: "error",
    title: (its) => `${its.anItem} of this name or SKU exists already`,
    actions: ["adopt_item", "open_in_psa", "retry"],
    explain: (f) => ({
      happened: `${f.Psa} already has ${f.text("itemIds") ? `${f.its.items} ${f.text("itemIds")}` : f.its.anItem.toLowerCase()} for ${
        f.text("sku") ? `SKU ${f.text("sku")}` : (f.quoted("name") ?? f.text("product") ?? "this product")
      }${f.text("other") ? `, and it is linked to ${f.text("other")}` : ""}.${f.said(f.Psa)}`,
      effect: `No second ${f.its.item} was created, and nothing was changed.`,
      remedy: f.text("other")
        ? `Two products on one ${f.its.item} would overwrite each other’s price. Link one of them to another ${f.its.item} on its page under Products.`
        : f.text("itemIds")
          ? "Choose the one that stands for the product: it is linked to it from then on."
          : `Leave the SKU on one ${f.its.item} only; then retry, and the product is linked to that one.`,
    }),
    why: "The item was made by hand or by another tool, or it exists twice. Creating one more would split your reports and your prices over several items.",
    steps: [
      "Open the item in the PSA and see whether it stands for the same product and term.",
      "Choose it here; or leave the SKU on that one only, and retry.",
    ],
  },
  psa_item_inactive: {
    severity: "warning",
    title: (its) => `The linked ${its.item} is inactive`,
    actions: ["open_in_psa", "acknowledge"],
    explain: (f) => ({
      happened: `${f.quoted("name") ?? "The item"} that ${f.text("product") ?? "this product"} is linked to is inactive in ${f.psa}.`,
      effect: "Its prices are still kept up to date; it stays inactive.",
      remedy: "Make it active again, or acknowledge it if that is how you want it.",
    }),
    why: "Somebody made the item inactive. Existing lines go on billing; new lines for an inactive item may be refused.",
    steps: ["Open the item and make it active; or acknowledge it if no new line is to use it."],
  },
  billing_code_missing: {
    severity: "error",
    title: "No billing code is chosen",
    actions: ["edit_settings", "retry"],
    explain: (f) => ({
      happened: `${f.Psa} needs a billing code for ${isForCharge(f) ? "a charge" : "a new service"}, and ${
        f.quoted("name")
          ? `${f.quoted("name")} cannot be used`
          : "none is chosen or the chosen one cannot be used"
      }.`,
      ...(isForCharge(f)
        ? {
            effect: "The charge was not posted.",
            remedy: "Choose a billing code for charges in the program’s settings, then retry.",
          }
        : {
            effect: "No service was created; nothing was changed for its subscriptions.",
            remedy: "Choose a billing code for recurring contracts in the program’s settings, then retry.",
          }),
    }),
    why: "Each service and each charge belongs to a billing code, which decides how it appears in your books. Services take only codes for recurring contracts, charges only material cost codes.",
    steps: [
      "Open the program’s settings and choose a billing code; only those that fit are offered.",
      "If the list is empty, create one for recurring contract services in the PSA and refresh.",
      "Retry.",
    ],
  },
  psa_prerequisite_missing: {
    severity: "error",
    title: "The PSA lacks something that this needs",
    actions: ["open_in_psa", "edit_settings", "retry"],
    explain: (f) => ({
      happened: `${f.Psa} could not take the change because ${
        f.text("missing")
          ? `${f.text("missing")} is missing or inactive there`
          : "something that it refers to is missing or inactive there"
      }.${f.said(f.Psa)}`,
      effect: "Nothing was changed.",
      remedy: "Add or activate it there, or choose another one in the settings; then retry.",
    }),
    why: "An item refers to other records, such as a category, a type or a vendor. When one of them is removed or made inactive, the PSA refuses what depends on it.",
    steps: [
      "Read the PSA’s answer: it names the record.",
      "Add it or make it active, or choose another one in the program’s settings.",
      "Retry.",
    ],
  },
} satisfies Record<string, IssueText>;
