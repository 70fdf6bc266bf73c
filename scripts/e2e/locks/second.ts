import { copiedId, idsIn, secondNames } from "./clone-organisation";
import type { TwoOrganisations } from "./two-organisations";

/** How something of the second organisation is known when it turns up. */
export type Second = {
  ids: Set<string>;
  /** What of it stands in a text, but for what was asked for. */
  in: (text: string, asked?: string) => string[];
};

export async function knowSecond({ owner }: TwoOrganisations): Promise<Second> {
  const { rows } = await owner.query<{ id: string }>(
    ["customers", "sync_runs", "sync_items", "connections", "organisations"]
      .map((table) => `select id from ${table}`)
      .join(" union "),
  );
  const all = new Set(rows.map(({ id }) => id));
  const ids = new Set([...all].map(copiedId).filter((id) => all.has(id)));
  return {
    ids,
    in: (text, asked = "") => {
      const known = [...idsIn(text)].filter((id) => ids.has(id) && !asked.includes(id));
      return [...known, ...(text.includes(secondNames) && !asked.includes(secondNames) ? [secondNames] : [])];
    },
  };
}
