/** The rooms of the house and which way the doors between them open; docs/architecture.md says it in words. */

const test = "\\.test\\.tsx?$|/testing/";
const rooms = "^(app|components|db|emails|lib|sandbox|scripts|workers)/";

/** What pages ask who is there, and by which they change something: the only parts of lib that know the database. */
const sessionAndWrites = "^lib/(session|mutation|forms/perform-mutation)\\.ts$";

/** From this room only these others may be entered. Tests may also use what tests are made of. */
const doors = (room, ...others) => ({
  name: `doors-of-${room}`,
  severity: "error",
  from: { path: `^${room}/`, pathNot: test },
  to: { path: rooms, pathNot: `^(${[room, ...others].join("|")})/` },
});

module.exports = {
  forbidden: [
    doors("app", "components", "db", "lib", "workers/queues"),
    {
      ...doors("components", "lib"),
      comment: "No SQL in a component: of db it may know the shapes that it shows, and nothing else.",
      to: {
        path: rooms,
        pathNot: "^(components|lib)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "components-know-shapes-of-db-only",
      severity: "error",
      from: { path: "^components/", pathNot: test },
      to: { path: rooms, pathNot: "^(components|lib|db)/", dependencyTypes: ["type-only"] },
    },
    doors("db", "lib"),
    doors("emails", "lib"),
    {
      ...doors("lib"),
      from: { path: "^lib/", pathNot: `${test}|${sessionAndWrites}` },
    },
    { ...doors("lib", "db"), name: "doors-of-session-and-writes", from: { path: sessionAndWrites } },
    doors("workers", "db", "emails", "lib"),
    {
      name: "app-is-imported-by-nothing",
      severity: "error",
      from: { pathNot: "^app/" },
      to: { path: "^app/" },
    },
    {
      name: "connectors-know-no-database",
      severity: "error",
      from: { path: "^workers/connectors/" },
      to: { path: "^db/" },
    },
    {
      name: "queues-are-light",
      comment: "The portal rings the queue: what a job is must not bring along what it does.",
      severity: "error",
      from: { path: "^workers/queues/", pathNot: test },
      to: { path: "^(workers|db|emails)/", pathNot: "^workers/queues/" },
    },
    {
      name: "doors-of-sandbox",
      comment: "Also in its tests: a stand-in that shares code with what it judges would share its mistakes.",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: rooms, pathNot: "^(sandbox|scripts/testing)/" },
    },
    {
      name: "product-needs-no-development-package",
      severity: "error",
      from: { path: "^(app|components|db|emails|lib|workers)/", pathNot: test },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-circle",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.data|\\.cache|dist)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
