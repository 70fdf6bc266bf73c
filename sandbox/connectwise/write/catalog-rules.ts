import { inUse } from "../problem";
import type { CatalogItem } from "../schema/catalog-item";
import type { Rules } from "./rules";

export const catalogRules: Rules<CatalogItem> = {
  defaults: (item, site) => ({
    ...item,
    inactiveFlag: item.inactiveFlag ?? false,
    productClass: item.productClass ?? "NonInventory",
    serializedFlag: item.serializedFlag ?? false,
    unitOfMeasure: item.unitOfMeasure ?? defaultUnit(site.tables.unitsOfMeasure.all()),
    category: site.tables.subcategories.get(item.subcategory.id)?.category ?? item.category,
    price: item.price ?? 0,
    cost: item.cost ?? 0,
    taxableFlag: item.taxableFlag ?? false,
    recurringFlag: item.recurringFlag ?? false,
  }),
  check(after, _before, site) {
    const taken = site.tables.catalog.hasIdentifier(after.identifier, after.id);
    const message = `A catalog item with the identifier ${after.identifier} already exists`;
    return taken ? [{ code: "ObjectExists", message, field: "identifier" }] : [];
  },
  checkDelete(item, site) {
    const used = site.tables.additions.all().some(({ product }) => product.id === item.id);
    return used ? inUse("CatalogItem", item.id) : undefined;
  },
};

function defaultUnit(units: { id: number; defaultFlag?: boolean | undefined }[]): { id: number } | undefined {
  const unit = units.find(({ defaultFlag }) => defaultFlag);
  return unit && { id: unit.id };
}
