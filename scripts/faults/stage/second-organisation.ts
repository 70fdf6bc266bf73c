import { startSandbox } from "@/sandbox/start";
import { demoAddress, seedDemo } from "../../demo/seed";
import { makeSecrets, productSecrets } from "../../services/secrets";
import { testUsageMonth } from "../../testing/rig";
import { SandboxControl } from "../../testing/sandbox-control";
import type { Stage } from "./stage";
import { until } from "./until";

/** Another organisation in the same database, with the same customers at PRISM and a PSA of its own. */
export type SecondOrganisation = {
  control: SandboxControl;
  /** Asks for a run of its customers; answers its id. */
  request: () => Promise<string>;
  finished: (runId: string) => Promise<void>;
  close: () => Promise<void>;
};

type Row = { org_id: string; id: string; connection_id: string };

export async function addOrganisation(
  stage: Stage,
  customers: readonly string[],
): Promise<SecondOrganisation> {
  const sandbox = await startSandbox({ scenario: "clean", newestUsageMonth: testUsageMonth });
  const { d: _, ...credentialsPublicKey } = stage.tools.env.CREDENTIALS_PRIVATE_KEY;
  const secrets = productSecrets.parse({
    ...makeSecrets(),
    credentialsPrivateKey: stage.tools.env.CREDENTIALS_PRIVATE_KEY,
    credentialsPublicKey,
  });
  // The demo fills in an organisation for its one member: the first one's goes by another name from now on.
  await stage.sql("update users set email = 'first@saltbush.example' where email = $1", [demoAddress]);
  await seedDemo({
    ownerUrl: stage.database.ownerUrl,
    endpoints: sandbox.endpoints,
    portalUrl: stage.tools.env.NEXTAUTH_URL,
    secrets,
    scenario: "clean",
    newestUsageMonth: testUsageMonth,
    psas: ["connectwise"],
  });
  const [sync] = await stage.sql<Row>(
    "select org_id, id, connection_id from program_syncs where org_id <> $1 order by created_at, slug limit 1",
    [stage.orgId],
  );
  if (!sync) throw new Error("The second organisation has no program sync.");
  await stage.sql(
    `update program_syncs set azure_enabled = false, annual_enabled = false, product_mode = 'all' where id = $1`,
    [sync.id],
  );
  await stage.sql(
    `update mappings set enabled = customer_id in (select id from customers where name = any($2)) where org_id = $1`,
    [sync.org_id, customers],
  );
  return {
    control: new SandboxControl(sandbox.endpoints.control),
    request: async () => {
      const ids = [];
      for (const kind of ["products", "customers"]) {
        const [run] = await stage.sql<{ id: string }>(
          `insert into sync_runs (org_id, program_sync_id, connection_id, kind, mode, trigger)
           values ($1, $2, $3, $4, 'live', 'person') returning id`,
          [sync.org_id, sync.id, sync.connection_id, kind],
        );
        ids.push(run?.id ?? "");
      }
      return ids.at(-1) ?? "";
    },
    finished: async (runId) => {
      await until(`the other organisation's run ${runId} ends`, async () => {
        const [run] = await stage.sql<{ finished_at: Date | null }>(
          "select finished_at from sync_runs where id = $1",
          [runId],
        );
        return run?.finished_at;
      });
    },
    close: sandbox.stop,
  };
}
