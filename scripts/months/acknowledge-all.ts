import { inOrg } from "@/db/client";
import { acknowledgeWarnings } from "@/db/commands/portal/acknowledge-warnings";
import type { Rig } from "../testing/rig";
import { issuesOf } from "../testing/rig-records";
import { clerk } from "./clerk";

/** Notes that a person has seen every warning of a run. */
export async function acknowledgeAll(rig: Rig, runId: string): Promise<void> {
  const warnings = (await issuesOf(rig, runId)).filter(({ severity }) => severity === "warning");
  const asked = { orgId: rig.orgId, runId, acknowledgedBy: clerk };
  for (const code of new Set(warnings.map((warning) => warning.code))) {
    await inOrg(rig.db, rig.orgId, (tx) => acknowledgeWarnings(tx, { ...asked, which: { code } }));
  }
}
