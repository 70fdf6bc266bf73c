import { randomBytes } from "node:crypto";
import { makeSecrets } from "./services/secrets";

/** Prints the secrets of a new installation in the form of .env.example: npm run --silent secrets >> .env */
const secrets = makeSecrets();
const lines = {
  OWNER_PASSWORD: randomBytes(24).toString("hex"),
  PORTAL_PASSWORD: secrets.portalPassword,
  WORKER_PASSWORD: secrets.workerPassword,
  REDIS_PASSWORD: randomBytes(24).toString("hex"),
  NEXTAUTH_SECRET: secrets.nextAuthSecret,
  CREDENTIALS_PUBLIC_KEY: `'${JSON.stringify(secrets.credentialsPublicKey)}'`,
  CREDENTIALS_PRIVATE_KEY: `'${JSON.stringify(secrets.credentialsPrivateKey)}'`,
};
for (const [name, value] of Object.entries(lines)) console.log(`${name}=${value}`);
