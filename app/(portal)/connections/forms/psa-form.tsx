import { AutotaskForm } from "@/app/(portal)/connections/forms/autotask-form";
import { ConnectWiseForm } from "@/app/(portal)/connections/forms/connectwise-form";
import type { ConnectionView } from "@/db/queries/portal/accesses";
import type { PsaKind } from "@/db/schema";
import { portalEnv } from "@/lib/env";
import { autotaskHost } from "@/lib/psa-links";

type PsaFormProps = { kind: PsaKind; connection: ConnectionView | null };

/** The form of a PSA of this kind; without a connection a new one is made. */
export function PsaForm({ kind, connection }: PsaFormProps) {
  const saved = connection && savedEntries(connection);
  if (kind === "connectwise") return <ConnectWiseForm saved={saved} />;
  const site = saved && saved.site !== autotaskHost ? saved.site : "";
  return <AutotaskForm saved={saved && { ...saved, site }} testSystems={portalEnv().SANDBOX} />;
}

/** Only what a form shows goes to the browser. */
function savedEntries({ id, version, name, site, account, hint }: ConnectionView) {
  return { id, version, name, site, account, hint };
}
