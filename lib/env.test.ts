import { makeSecrets } from "@/scripts/services/secrets";

const { credentialsPublicKey, credentialsPrivateKey } = makeSecrets();
const settings = {
  DATABASE_URL: "postgres://prism_portal@localhost/x",
  NEXTAUTH_URL: "https://portal.example",
  NEXTAUTH_SECRET: "x".repeat(32),
  CREDENTIALS_PUBLIC_KEY: JSON.stringify(credentialsPublicKey),
};
const before = { ...process.env };
beforeEach(() => jest.resetModules());
afterEach(() => {
  process.env = { ...before };
});

async function portalEnvWith(more: Record<string, string>) {
  Object.assign(process.env, settings, more);
  return (await import("./env")).portalEnv;
}

test("the portal starts with the public key alone", async () => {
  const read = await portalEnvWith({ CREDENTIALS_PRIVATE_KEY: "" });
  expect(read()).toMatchObject({ CREDENTIALS_PUBLIC_KEY: { kid: credentialsPublicKey.kid } });
});

test.each(["CREDENTIALS_PRIVATE_KEY", "CREDENTIALS_FORMER_PRIVATE_KEY"])(
  "a portal that is given the %s does not start, and does not show it",
  async (name) => {
    const read = await portalEnvWith({ [name]: JSON.stringify(credentialsPrivateKey) });
    expect(read).toThrow(`${name}: must not be given to the portal`);
    expect(read).not.toThrow(credentialsPrivateKey.d);
  },
);
