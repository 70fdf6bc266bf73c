import nextJest from "next/jest.js";

const createJestConfig = nextJest({ dir: "./" });

/** jose and a few others ship only as ES modules, so Jest has to transform them. */
const esmPackages = [
  "jose",
  "lucide-react",
  "p-limit",
  "yocto-queue",
  "temporal-polyfill",
  "temporal-utils",
  "uuid",
];

/** Each kind of test is told by its file name: name.test.ts, name.db.test.ts, name.queue.test.ts … */
async function project(displayName, testMatch, extra = {}) {
  const config = await createJestConfig({
    displayName,
    testMatch,
    testEnvironment: "node",
    moduleNameMapper: { "^@/(.*)$": "<rootDir>/$1", "^server-only$": "<rootDir>/scripts/testing/empty.cjs" },
    modulePathIgnorePatterns: ["<rootDir>/.next/", "<rootDir>/.data/", "<rootDir>/.cache/"],
    ...extra,
  })();
  return {
    ...config,
    transformIgnorePatterns: [
      `/node_modules/(?!(${esmPackages.join("|")})/)`,
      "^.+\\.module\\.(css|sass|scss)$",
    ],
  };
}

const kinds = ["db", "queue", "contract", "e2e", "plays", "faults"];

export default async () => ({
  projects: [
    await project("unit", ["**/*.test.ts", "**/*.test.tsx"], {
      testPathIgnorePatterns: ["/node_modules/", `\\.(${kinds.join("|")})\\.test\\.tsx?$`],
    }),
    ...(await Promise.all(kinds.map((kind) => project(kind, [`**/*.${kind}.test.ts`])))),
  ],
});
