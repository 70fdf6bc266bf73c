import { readFileSync } from "node:fs";
import { billingPage, renderMonths } from "./billing-blocks";
import { addSums, sumBilled, sumInvoice } from "./month-sums";
import { readBlocks } from "./page-blocks";
import { type Played, playMonths } from "./play-months";
import { months } from "./worked-months";

const rewrite = "npm run docs:billing writes the page anew.";

let connectwise: Map<string, Played>;
let autotask: Map<string, Played>;
// One after the other, each with its own time.
beforeAll(async () => {
  connectwise = await playMonths("connectwise");
});
beforeAll(async () => {
  autotask = await playMonths("autotask");
});

test("what the page says of each worked month is what the syncs and the PSAs' own bills come to", () => {
  const page = readBlocks(readFileSync(billingPage, "utf8"));
  const computed = renderMonths(connectwise, autotask);
  expect({ rewrite, blocks: Object.fromEntries(page) }).toEqual({
    rewrite,
    blocks: Object.fromEntries(computed),
  });
});

describe.each([
  ["ConnectWise", () => connectwise],
  ["Autotask", () => autotask],
])("%s", (_, outcomes) => {
  test.each(months.map((month) => [month.slug, month] as const))(
    "%s: bills what PRISM invoiced, or the stated difference tells every cent",
    (slug, month) => {
      const played = outcomes().get(slug);
      if (!played) throw new Error(`${slug} was not played.`);
      expect(sumBilled(played)).toEqual(addSums(sumInvoice(month), played.stated));
    },
  );
});
