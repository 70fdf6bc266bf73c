import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Client } from "pg";
import type { Database } from "@/db/client";
import { decideIssue } from "@/db/commands/portal/decisions/decide-issue";
import { excludeItem, includeItem } from "@/db/commands/portal/exclude-item";
import { retryItems } from "@/db/commands/portal/retry-items";
import { requestRun } from "@/db/commands/runs/request-run";
import { exclusions, issues, mappings, positions, type SyncKind, syncItems, syncRuns } from "@/db/schema";
import type { WorldEvent } from "../schedule/schedule";
import type { World } from "../world/world";
import type { Seeded } from "./seed";
import type { Steps } from "./steps";

const clerk = "11111111-1111-4111-8111-111111111111";

type Stage = { steps: Steps; world: World; of: Seeded; owner: Database };
type Act = Exclude<WorldEvent, { event: "lose_bells" | "double_bells" | "outage" | "time_passes" }>;

/** What people do in the portal, in PRISM and in the PSA. */
export class Person {
  constructor(
    private readonly session: Client,
    private readonly stage: Stage,
  ) {}

  async act(what: Act): Promise<void> {
    const { world, steps } = this.stage;
    switch (what.event) {
      case "new_invoice":
        return world.prism.issueNext();
      case "correct_invoice":
        return world.prism.correct(what.subscription, what.quantity);
      case "run":
        return this.askFor(what.kind);
      case "retry":
        return this.retry();
      case "approve":
        await this.approve();
        return;
      case "edit_line":
        world.editLine(what.line, what.quantity, steps.now);
        return;
      case "delete_line":
        world.deleteLine(what.line, steps.now);
        return;
      case "exclude":
        return this.exclude(what.item);
      case "include":
        return this.includeAll();
      case "turn_off":
      case "turn_on":
        return this.turn(what.customer, what.event === "turn_on");
    }
  }

  async askFor(kind: SyncKind): Promise<void> {
    const { owner, of } = this.stage;
    await this.setTime();
    const { orgId, programSyncId, connectionId } = of;
    await owner.transaction((tx) =>
      requestRun(tx, {
        orgId,
        programSyncId,
        connectionId,
        kind,
        mode: "live",
        trigger: "person",
        requestedBy: clerk,
      }),
    );
  }

  private async retry(): Promise<void> {
    const { owner, of } = this.stage;
    await this.setTime();
    const [last] = await owner
      .select({ id: syncRuns.id })
      .from(syncRuns)
      .where(isNotNull(syncRuns.finishedAt))
      .orderBy(desc(syncRuns.finishedAt), syncRuns.id)
      .limit(1);
    if (!last) return;
    const asked = { orgId: of.orgId, runId: last.id, requestedBy: clerk, which: "failed" as const };
    await owner.transaction((tx) => retryItems(tx, asked));
  }

  /** Approves what is held for its size. Gives how many questions there were. */
  async approve(): Promise<number> {
    const { owner, of } = this.stage;
    await this.setTime();
    const held = await owner
      .select({ runId: issues.runId, itemId: issues.itemId, issueId: issues.id })
      .from(issues)
      .innerJoin(positions, eq(positions.itemId, issues.itemId))
      .where(and(eq(issues.code, "large_change"), isNotNull(positions.outstanding)))
      .orderBy(issues.id);
    for (const { runId, itemId, issueId } of held) {
      const asked = { orgId: of.orgId, runId, itemId: itemId ?? "", issueId, decidedBy: clerk };
      await owner.transaction((tx) => decideIssue(tx, { ...asked, choice: "approve", details: {} }));
    }
    return held.length;
  }

  private async exclude(item: number): Promise<void> {
    const { owner, of } = this.stage;
    await this.setTime();
    const rows = await owner
      .select()
      .from(positions)
      .where(isNotNull(positions.itemId))
      .orderBy(positions.key);
    const { runId, itemId } = rows[item % rows.length] ?? {};
    if (!runId || !itemId) return;
    const asked = { orgId: of.orgId, runId, itemId, reason: "billed by hand", expiresOn: null };
    await owner.transaction((tx) => excludeItem(tx, { ...asked, excludedBy: clerk }));
  }

  async includeAll(): Promise<void> {
    const { owner, of } = this.stage;
    await this.setTime();
    const excluded = await owner
      .select()
      .from(exclusions)
      .where(isNull(exclusions.expiresOn))
      .orderBy(exclusions.key);
    for (const { key } of excluded) {
      const [item] = await owner
        .select({ itemId: syncItems.id, runId: syncItems.runId })
        .from(syncItems)
        .where(eq(syncItems.key, key))
        .orderBy(desc(syncItems.createdAt), syncItems.id)
        .limit(1);
      const asked = { orgId: of.orgId, runId: item?.runId ?? "", itemId: item?.itemId ?? "" };
      await owner.transaction((tx) => includeItem(tx, { ...asked, requestedBy: clerk }));
    }
  }

  private async turn(customer: number, enabled: boolean): Promise<void> {
    const { owner, of } = this.stage;
    const customerId = of.customerIds[customer % of.customerIds.length];
    if (!customerId) return;
    await owner.update(mappings).set({ enabled }).where(eq(mappings.customerId, customerId));
  }

  async turnAllOn(): Promise<void> {
    await this.stage.owner.update(mappings).set({ enabled: true });
  }

  private async setTime(): Promise<void> {
    await this.session.query(`set sim.now = '${new Date(this.stage.steps.now).toISOString()}'`);
  }
}
