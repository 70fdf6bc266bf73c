import { CircleCheck, CirclePause, CircleQuestionMark, LoaderCircle, TriangleAlert } from "lucide-react";
import { StatusChip } from "@/components/ui/status-chip";
import type { AccessState } from "@/db/schema";

type AccessChipProps = { state: AccessState; reason: string | null; testing: boolean };

/** Green when a test found the keys and every permission in order. */
export function AccessChip({ state, reason, testing }: AccessChipProps) {
  if (testing) {
    return (
      <StatusChip tone="run" icon={LoaderCircle} spinning>
        Testing
      </StatusChip>
    );
  }
  if (state === "healthy") {
    return (
      <StatusChip tone="ok" icon={CircleCheck}>
        Healthy
      </StatusChip>
    );
  }
  if (state === "paused") {
    return (
      <StatusChip tone="warn" icon={CirclePause}>
        Paused
      </StatusChip>
    );
  }
  return reason === null ? (
    <StatusChip tone="none" icon={CircleQuestionMark}>
      Not tested
    </StatusChip>
  ) : (
    <StatusChip tone="err" icon={TriangleAlert}>
      Needs attention
    </StatusChip>
  );
}
