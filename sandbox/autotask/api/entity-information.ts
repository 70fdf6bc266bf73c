import type { SandboxResponse } from "../../http/service";
import { noRoute } from "../refusal";
import { entities, entityOf } from "../schema/entities";
import type { Field } from "../schema/field";
import type { Call } from "./call";

const dataTypes: Readonly<Record<Field["kind"], string>> = {
  int: "integer",
  decimal: "decimal",
  text: "string",
  flag: "boolean",
  day: "datetime",
  moment: "datetime",
};

/** Values of a picklist are text here, and numbers in the records. */
function fieldInformation(name: string, field: Field) {
  const { reference, picklist } = field;
  return {
    name,
    dataType: name === "id" ? "long" : dataTypes[field.kind],
    length: field.length ?? 0,
    isRequired: field.required === true,
    isReadOnly: field.readOnly === true || field.saysReadOnly === true,
    isQueryable: field.writeOnly !== true,
    isReference: reference !== undefined,
    referenceEntityType: reference === undefined ? "" : entities[reference].typeName,
    isPickList: picklist !== undefined,
    picklistValues:
      picklist?.map(({ value, label, isActive, isDefaultValue }, index) => ({
        value,
        label,
        isDefaultValue: isDefaultValue === true,
        sortOrder: index + 1,
        parentValue: "",
        isActive: isActive !== false,
        isSystem: true,
      })) ?? null,
    picklistParentValueField: "",
    isSupportedWebhookField: false,
  };
}

/** GET …/entityInformation, …/fields and …/userDefinedFields. */
export function entityInformation({ tenant, route, request }: Call): SandboxResponse {
  const entity = entityOf(tenant.settings, route.entity);
  const [, part, ...more] = route.rest;
  if (more.length > 0) throw noRoute(request.path);
  if (part === "fields") {
    const fields = Object.entries(entity.fields).map(([name, field]) => fieldInformation(name, field));
    return { status: 200, body: { fields } };
  }
  if (part === "userdefinedfields") return { status: 200, body: { fields: [] } };
  if (part !== undefined) throw noRoute(request.path);
  const info = {
    name: entity.typeName,
    canCreate: route.verbs.includes("create"),
    canUpdate: route.verbs.includes("update"),
    canDelete: route.verbs.includes("delete"),
    canQuery: route.verbs.includes("query"),
    hasUserDefinedFields: false,
    supportsWebhookCallouts: false,
    userAccessForCreate: "All",
    userAccessForDelete: route.verbs.includes("delete") ? "All" : "None",
    userAccessForQuery: "All",
    userAccessForUpdate: "All",
  };
  return { status: 200, body: { info } };
}
