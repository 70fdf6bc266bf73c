import { type Severity, severityTones, severityWords } from "@/components/sync/severity";
import { StatusChip } from "@/components/ui/status-chip";
import { toneIcons } from "@/components/ui/tone-icon";

export function SeverityChip({ severity }: { severity: Severity }) {
  const tone = severityTones[severity];
  return (
    <StatusChip tone={tone} icon={toneIcons[tone]}>
      {severityWords[severity]}
    </StatusChip>
  );
}
