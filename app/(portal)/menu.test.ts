import { menuOf } from "@/app/(portal)/menu";

const program = (slug: string, connectionKind: "connectwise" | "autotask", connectionName: string) => ({
  slug,
  programName: "Microsoft CSP",
  connectionKind,
  connectionName,
  waiting: 0,
  held: 0,
  isSetUp: false,
});

const labelsOf = (...programs: ReturnType<typeof program>[]) =>
  menuOf(programs)
    .find((group) => group.heading === "Programs")
    ?.entries.map(({ label, detail }) => `${label} ${detail}`);

test("one program that goes to two PSAs is told apart by the PSA", () => {
  expect(labelsOf(program("a", "connectwise", "Ours"), program("b", "autotask", "Ours"))).toEqual([
    "Microsoft CSP → ConnectWise",
    "Microsoft CSP → Autotask",
  ]);
});

test("and by the connection where both are of one kind", () => {
  expect(labelsOf(program("a", "autotask", "North"), program("b", "autotask", "South"))).toEqual([
    "Microsoft CSP → Autotask (North)",
    "Microsoft CSP → Autotask (South)",
  ]);
});

test("the inbox counts what is held in all programs", () => {
  const held = (slug: string, count: number) => ({ ...program(slug, "autotask", slug), held: count });
  const entries = menuOf([held("a", 2), held("b", 3)]).flatMap((group) => group.entries);
  expect(entries.find(({ label }) => label === "Inbox")).toMatchObject({ href: "/inbox", count: 5 });
});

test("the audit is offered to admins alone", () => {
  const offers = (role: "viewer" | "operator" | "admin") =>
    menuOf([], role).some(({ entries }) => entries.some(({ label }) => label === "Audit"));
  expect([offers("viewer"), offers("operator"), offers("admin")]).toEqual([false, false, true]);
});

test("getting started is there until a program is set up", () => {
  const started = (...programs: ReturnType<typeof program>[]) =>
    menuOf(programs, "viewer").some(({ entries }) =>
      entries.some(({ label }) => label === "Getting started"),
    );
  const one = program("a", "autotask", "A");
  expect([started(), started(one), started(one, { ...one, isSetUp: true })]).toEqual([true, true, false]);
});
