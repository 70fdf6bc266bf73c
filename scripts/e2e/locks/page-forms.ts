/** A form of a page as a browser without script would send it. */
export type PageForm = { page: string; fields: [string, string][]; actions: string[] };

/** The forms of a page that change something; those that only search are left out. */
export function formsOf(page: string, html: string): PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)]
    .filter(([, attributes]) => /method="post"/i.test(attributes ?? ""))
    .map(([, , inner]) => {
      const fields = fieldsOf(inner ?? "");
      return { page, fields, actions: actionsOf(fields) };
    });
}

/** Addresses of ours that a page links to, without their fragments. */
export function linksOf(html: string, base: string): string[] {
  return [...html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)]
    .map(([, href]) => new URL(decode(href ?? ""), base))
    .filter((url) => url.origin === new URL(base).origin)
    .map((url) => `${url.pathname}${url.search}`);
}

function fieldsOf(html: string): [string, string][] {
  const fields: [string, string][] = [];
  const element =
    /<(input|button)\b([^>]*)>|<select\b([^>]*)>(.*?)<\/select>|<textarea\b([^>]*)>(.*?)<\/textarea>/gs;
  for (const [, tag, own, select, options, area, text] of html.matchAll(element)) {
    const attributes = attributesOf(own ?? select ?? area ?? "");
    const name = attributes.get("name");
    if (name === undefined || attributes.has("disabled")) continue;
    if (tag !== undefined && isLeftOut(tag, attributes, fields)) continue;
    fields.push([name, sentValue(tag, attributes, options, text)]);
  }
  return fields;
}

/** Boxes that are not ticked, and every button after the first. */
function isLeftOut(tag: string, attributes: Map<string, string>, fields: [string, string][]): boolean {
  const type = attributes.get("type") ?? "";
  if (type === "checkbox" || type === "radio") return !attributes.has("checked");
  return tag === "button" && fields.some(([name]) => name === attributes.get("name"));
}

function sentValue(
  tag: string | undefined,
  attributes: Map<string, string>,
  options: string | undefined,
  text: string | undefined,
): string {
  if (tag !== undefined)
    return attributes.get("value") ?? (attributes.get("type") === "checkbox" ? "on" : "");
  if (options === undefined) return decode(text ?? "");
  const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, own]) => attributesOf(own ?? ""));
  const chosen = all.find((option) => option.has("selected")) ?? all.find((option) => option.get("value"));
  return chosen?.get("value") ?? "";
}

function attributesOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [
      name ?? "",
      decode(value ?? ""),
    ]),
  );
}

/** The ids of the actions that a form calls: Next writes them into hidden fields of three kinds. */
function actionsOf(fields: [string, string][]): string[] {
  const ids = fields.flatMap(([name, value]) => {
    if (name.startsWith("$ACTION_ID_")) return [name.slice("$ACTION_ID_".length)];
    return /^\$ACTION_\d+:0$/.test(name) ? [/"id":"([0-9a-f]+)"/.exec(value)?.[1] ?? ""] : [];
  });
  return ids.filter(Boolean);
}

const entities: Record<string, string> = { quot: '"', amp: "&", lt: "<", gt: ">", "#x27": "'", "#39": "'" };

function decode(text: string): string {
  return text.replaceAll(/&(quot|amp|lt|gt|#x27|#39);/g, (_, name: string) => entities[name] ?? "");
}
