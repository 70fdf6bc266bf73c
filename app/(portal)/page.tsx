import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/lib/session";

export default async function DashboardPage() {
  const session = await requireSession();
  return <PageHeader title="Dashboard">{session.orgName}</PageHeader>;
}
