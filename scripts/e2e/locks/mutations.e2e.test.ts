import { readFileSync } from "node:fs";
import { z } from "zod";
import { organisationField } from "@/lib/forms/organisation-field";
import { longestBody } from "@/lib/http/body-limit";
import { crawl } from "./crawl";
import { startsOf } from "./organisation-starts";
import type { PageForm } from "./page-forms";
import { type Asker, openTwoOrganisations, type TwoOrganisations } from "./two-organisations";

jest.setTimeout(300_000);

const as = (side: "first" | "second", role: "viewer" | "admin"): Asker => ({ side, role });

/** Every action that the build has, by the id that a form calls it by. */
function actionNames(): Map<string, string> {
  const manifest = z
    .object({ node: z.record(z.string(), z.object({ exportedName: z.string() })) })
    .parse(JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")));
  return new Map(Object.entries(manifest.node).map(([id, { exportedName }]) => [id, exportedName]));
}

/** They end or begin a session, and so change nothing of an organisation. */
const ofSessions = ["signOut", "requestSignInLink"];

/** Whoever is signed in may do these, to what is their own. */
const ofOneself = [
  "beginSecondFactor",
  "endOneSession",
  "endOtherSessions",
  "endSecondFactor",
  "enterOther",
  "finishSecondFactor",
];

/** Their forms name nothing, and so stand for the own organisation whoever made them. */
const withoutIds = ["saveTimeZone", "sendInvitation"];

/**
 * Actions that do their work when their form is sent as it stands. Of the others (a field is to be filled in first, or one
 * before has settled the matter) it is shown that they refuse, not that they would have done something.
 */
const doTheirWork = [
  "acknowledgeCause",
  "adoptExistingLine",
  "approveForCustomer",
  "decide",
  "endExistingLines",
  "excludeItem",
  "retryFailed",
  "saveSettings",
  "startRun",
  "startTask",
];

describe("every action of the portal", () => {
  let product: TwoOrganisations;
  let forms: (PageForm & { name: string })[];
  const names = actionNames();

  beforeAll(async () => {
    product = await openTwoOrganisations();
    const found = await crawl(product, as("second", "admin"), await startsOf(product, "second"));
    forms = oneOfEachKind(found.forms, names);
  });
  afterAll(() => product?.close());

  const origin = () => ({ origin: product.url });

  function send(
    asker: Asker,
    form: PageForm,
    headers: Record<string, string>,
    more: [string, string][] = [],
  ) {
    const body = new FormData();
    const own: [string, string][] =
      asker === "anonymous" ? [] : [[organisationField, product.ids[asker.side]]];
    for (const [name, value] of [...form.fields, ...own, ...more]) body.append(name, value);
    return product.ask(asker, form.page, { method: "POST", headers, body });
  }

  type Sent = { headers: Record<string, string>; more?: [string, string][]; besides?: string[] };

  /** Sends every form so; what is kept must be as before. */
  async function sendsInVain(asker: Asker, { headers, more = [], besides = [] }: Sent) {
    const before = await product.contents();
    for (const form of forms) {
      if (!besides.includes(form.name)) await send(asker, form, headers, more);
    }
    // An action also answers to its bare id, whether a form of it was found or not.
    for (const [id, name] of names) {
      if (ofSessions.includes(name) || besides.includes(name)) continue;
      const bare = {
        page: "/",
        actions: [id],
        fields: [[`$ACTION_ID_${id}`, ""]] satisfies [string, string][],
      };
      await send(asker, bare, headers, more);
    }
    expect(await product.contents()).toBe(before);
  }

  it("is there to be tried", () => {
    expect(names.size).toBeGreaterThan(20);
    expect(new Set(forms.map(({ name }) => name)).size).toBeGreaterThan(10);
  });

  it.each([
    ["no origin", {}],
    ["the origin null", { origin: "null" }],
    ["a foreign origin", { origin: "https://evil.example" }],
    ["an origin that begins like ours", { origin: "http://localhost.evil.example" }],
  ])("changes nothing with %s", (_name, headers) => sendsInVain(as("second", "admin"), { headers }));

  it("changes nothing for a viewer", () =>
    sendsInVain(as("second", "viewer"), { headers: origin(), besides: ofOneself }));

  it("changes nothing for somebody who is not signed in", () =>
    sendsInVain("anonymous", { headers: origin() }));

  it("changes nothing of another organisation, nor in the own one with its ids", () =>
    sendsInVain(as("first", "admin"), { headers: origin(), besides: [...ofOneself, ...withoutIds] }));

  it("changes nothing from a page of another organisation than the person is in", () =>
    sendsInVain(as("second", "admin"), {
      headers: origin(),
      more: [[organisationField, product.ids.first]],
    }));

  it("says on every form of which organisation its page was", () => {
    const silent = forms.filter(
      ({ fields }) =>
        !fields.some(([name, value]) => name === organisationField && value === product.ids.second),
    );
    expect(silent.map(({ name, page }) => `${name} on ${page}`)).toEqual([]);
  });

  it("changes nothing with a field that does not belong to it", () =>
    sendsInVain(as("second", "admin"), { headers: origin(), more: [["orgId", product.ids.first]] }));

  it("refuses a body longer than any form that says its length", async () => {
    const before = await product.contents();
    const long: [string, string][] = [["reason", "x".repeat(longestBody)]];
    for (const form of forms.slice(0, 8)) {
      const answer = await send(as("second", "admin"), form, origin(), long);
      expect([answer.status, answer.text]).toEqual([413, expect.stringContaining("too long")]);
    }
    expect(await product.contents()).toBe(before);
  });

  it("reads no more than that of a body that does not say its length, and changes nothing", async () => {
    const before = await product.contents();
    for (const form of forms.slice(0, 8)) {
      const body = new FormData();
      const own: [string, string] = [organisationField, product.ids.second];
      for (const [name, value] of [...form.fields, own]) body.append(name, value);
      body.append("reason", "x".repeat(longestBody * 4));
      const { headers, body: stream } = new Response(body);
      const type = headers.get("content-type") ?? "";
      const chunked = { method: "POST", headers: { ...origin(), "content-type": type }, body: stream ?? "" };
      const answer = await product
        .ask(as("second", "admin"), form.page, chunked)
        .catch(() => ({ status: 0 }));
      expect(answer.status === 0 || answer.status >= 400).toBe(true);
    }
    expect(await product.contents()).toBe(before);
  });

  it("does its work with the right origin, role and fields: the same forms, sent as they should be", async () => {
    const done = new Set<string>();
    for (const form of forms) {
      const before = await product.contents();
      await send(as("second", "admin"), form, origin());
      if ((await product.contents()) !== before) done.add(form.name);
    }
    expect(doTheirWork.filter((name) => !done.has(name))).toEqual([]);
  });
});

/** Of forms that call the same action with the same fields, three; those of a session are left out. */
function oneOfEachKind(forms: PageForm[], names: Map<string, string>): (PageForm & { name: string })[] {
  const counts = new Map<string, number>();
  return forms.flatMap((form) => {
    const name = names.get(form.actions[0] ?? "") ?? "";
    const kind = `${name} ${form.fields.map(([field]) => field).join()}`;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return name === "" || ofSessions.includes(name) || count > 3 ? [] : [{ ...form, name }];
  });
}
