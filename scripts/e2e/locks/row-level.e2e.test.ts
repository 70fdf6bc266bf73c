import path from "node:path";
import { pathToFileURL } from "node:url";
import { readOrgTables } from "@/scripts/testing/fill-tables";
import { crawl } from "./crawl";
import { startsOf } from "./organisation-starts";
import { knowSecond, type Second } from "./second";
import { type Asker, openTwoOrganisations, type TwoOrganisations } from "./two-organisations";

jest.setTimeout(300_000);

const firstAdmin: Asker = { side: "first", role: "admin" };
const secondAdmin: Asker = { side: "second", role: "admin" };
const noFilter = pathToFileURL(path.join(process.cwd(), "scripts/e2e/locks/no-org-filter.mjs"));

/** The pages of the product, whose own statements name no organisation any more. */
describe("a portal that forgets the organisation in every statement", () => {
  let product: TwoOrganisations;
  let second: Second;
  let paths: string[];

  beforeAll(async () => {
    product = await openTwoOrganisations({ NODE_OPTIONS: `--import ${noFilter.href}` });
    second = await knowSecond(product);
    const own = await crawl(product, firstAdmin, await startsOf(product, "first"), 1);
    const foreign = await crawl(product, secondAdmin, await startsOf(product, "second"), 1);
    paths = [...own.paths, ...foreign.paths];
  });
  afterAll(() => product?.close());

  /** Pages that show the first organisation's administrator something of the second. */
  async function leaks(): Promise<string[]> {
    const found: string[] = [];
    for (const one of paths) {
      const { text } = await product.ask(firstAdmin, one);
      if (second.in(text, one).length > 0) found.push(one);
    }
    return found;
  }

  it("shows nothing of another one all the same: the database's own rules hold", async () => {
    expect(paths.length).toBeGreaterThan(40);
    expect(await leaks()).toEqual([]);
  });

  it("would show it without these rules, so that the look before was one", async () => {
    for (const { name } of await readOrgTables(product.owner)) {
      await product.owner.query(`alter table "${name}" disable row level security`);
    }
    expect((await leaks()).length).toBeGreaterThan(10);
  });
});
