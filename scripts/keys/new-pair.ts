import { makeSecrets } from "../services/secrets";

/** Prints a new pair of keys for credentials in the form of .env.example: npm run --silent keys:new */
const { credentialsPublicKey, credentialsPrivateKey } = makeSecrets();
console.log(`CREDENTIALS_PUBLIC_KEY='${JSON.stringify(credentialsPublicKey)}'`);
console.log(`CREDENTIALS_PRIVATE_KEY='${JSON.stringify(credentialsPrivateKey)}'`);
