import { Check, X } from "lucide-react";
import { Details } from "@/components/ui/details";
import type { PermissionResult, PsaKind } from "@/db/schema";
import { countOf } from "@/lib/format/number";
import { psaWords } from "@/lib/psa-names";

/** Each permission by the name it has in the PSA: what is missing stands open, what is granted is folded away. */
export function PermissionList({ permissions, kind }: { permissions: PermissionResult[]; kind: PsaKind }) {
  const { name, rights } = psaWords[kind];
  const missing = permissions.filter((permission) => !permission.granted);
  const granted = permissions.filter((permission) => permission.granted);
  return (
    <div className="mt-4">
      {missing.length > 0 ? (
        <>
          <p className="font-medium text-err">{countOf(missing.length, "permission")} missing</p>
          <p className="max-w-prose text-soft">
            Add {missing.length === 1 ? "it" : "them"} to {rights} in {name}, then test again.
          </p>
          <ul className="mt-1.5 mb-3 grid gap-1">
            {missing.map((permission) => (
              <li key={permission.name} className="flex gap-2">
                <X className="mt-1 size-4 shrink-0 text-err" aria-label="Missing:" />
                <span>
                  {permission.name}
                  {permission.words ? (
                    <span className="block text-sm text-soft">{permission.words}</span>
                  ) : null}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {granted.length > 0 ? (
        <Details summary={`${countOf(granted.length, "permission")} granted`}>
          <ul className="grid gap-1">
            {granted.map((permission) => (
              <li key={permission.name} className="flex gap-2">
                <Check className="mt-1 size-4 shrink-0 text-ok" aria-label="Granted:" />
                {permission.name}
              </li>
            ))}
          </ul>
        </Details>
      ) : null}
    </div>
  );
}
