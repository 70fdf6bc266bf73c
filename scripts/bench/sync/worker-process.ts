import path from "node:path";
import { build } from "esbuild";
import { z } from "zod";
import { runCommand } from "../../machine/commands";
import type { BenchServices } from "../services";
import type { BenchOrganisation } from "./organisation";

const worked = z.object({
  ended: z.string(),
  /** Of the run itself, without the start of the process. */
  wallS: z.number(),
  cpuS: z.number(),
  peakMiB: z.number(),
  ofWrites: z.number(),
  others: z.number(),
});

export type Worked = z.infer<typeof worked>;

/** Bundles a program of the benchmark as the worker is bundled for production; answers its file. */
export async function bundle({ workDir }: BenchServices, entry: string): Promise<string> {
  const outfile = path.join(workDir, `${path.basename(entry, ".ts")}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    logLevel: "warning",
  });
  return outfile;
}

/** Works a run off in a process of its own. */
export async function workOff(
  program: string,
  organisation: BenchOrganisation,
  runId: string,
): Promise<Worked> {
  const { database, secrets, endpoints, orgId } = organisation;
  const args = ["--enable-source-maps", program, orgId, runId];
  const output = await runCommand(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      LOG_LEVEL: "silent",
      DATABASE_URL: database.workerUrl,
      NEXTAUTH_URL: "http://localhost:3999",
      CREDENTIALS_PRIVATE_KEY: JSON.stringify(secrets.credentialsPrivateKey),
      PRISM_API_URL: endpoints.prism.api,
      PRISM_IDENTITY_URL: endpoints.prism.identity,
      RESEND_API_KEY: endpoints.mail.apiKey,
      RESEND_BASE_URL: endpoints.mail.url,
      MAIL_FROM: "PRISM Connect <sync@prism-connect.example>",
      SANDBOX: "1",
    },
  });
  return worked.parse(JSON.parse(output));
}
