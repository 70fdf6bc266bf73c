import path from "node:path";
import { type Played, playMonths } from "./play-months";
import { renderMonth } from "./render-month";
import { months } from "./worked-months";

export const billingPage = path.join(process.cwd(), "docs/billing.md");

/** The worked months of the page, computed; by slug. */
export function renderMonths(
  connectwise: ReadonlyMap<string, Played>,
  autotask: ReadonlyMap<string, Played>,
): Map<string, string> {
  return new Map(
    months.map((month) => {
      const outcomes = {
        connectwise: played(connectwise, month.slug),
        autotask: played(autotask, month.slug),
      };
      return [month.slug, renderMonth(month, outcomes)];
    }),
  );
}

/** Runs the syncs against both sandboxes. */
export async function computeMonths(): Promise<Map<string, string>> {
  return renderMonths(await playMonths("connectwise"), await playMonths("autotask"));
}

function played(outcomes: ReadonlyMap<string, Played>, slug: string): Played {
  const found = outcomes.get(slug);
  if (!found) throw new Error(`${slug} was not played.`);
  return found;
}
