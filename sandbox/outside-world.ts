import { z } from "zod";
import { createAutotaskService } from "./autotask/service";
import { createConnectWiseService } from "./connectwise/service";
import { CallCounter } from "./http/call-counter";
import { FaultTable } from "./http/fault-table";
import type { Service, ServiceName } from "./http/service";
import { WriteLog } from "./http/write-log";
import { createMailService, type MailService } from "./mail/service";
import { createPrismService, type PrismService } from "./prism/service";
import { buildWorld } from "./world/build";
import { type ScenarioName, scenarioNames, type World } from "./world/seed";

export type WorldChoice = { scenario: ScenarioName; newestUsageMonth?: string };

const savedWorld = z.object({
  scenario: z.enum(scenarioNames),
  newestUsageMonth: z.string(),
  services: z.object({
    prism: z.unknown(),
    connectwise: z.unknown(),
    autotask: z.unknown(),
    mail: z.unknown(),
  }),
  writes: z.unknown(),
});

type Services = Readonly<Record<ServiceName, Service>> & { prism: PrismService; mail: MailService };

/** All services of the sandbox with what is recorded about them. A reset replaces the services. */
export class OutsideWorld {
  readonly faults = new FaultTable();
  readonly writes = new WriteLog();
  readonly calls = new CallCounter();
  scenario: ScenarioName;
  newestUsageMonth: string;
  /** The id that the ConnectWise site is known by. */
  companyId: string;
  services: Services;

  /** `build`: what is in it, where it is none of the scenarios. */
  constructor(
    choice: WorldChoice,
    private readonly build: (choice: WorldChoice) => World = buildWorld,
  ) {
    const world = build(choice);
    this.scenario = choice.scenario;
    this.newestUsageMonth = world.newestUsageMonth;
    this.companyId = world.connectwise.site.companyId;
    const prism = createPrismService(world.prism);
    this.services = {
      prism,
      // A month's invoices come out when the month is over: it cannot be earlier than that in the PSA.
      connectwise: createConnectWiseService(world.connectwise, { earliestDay: () => prism.presentDay() }),
      autotask: createAutotaskService(world.autotask, { earliestDay: () => prism.presentDay() }),
      mail: createMailService(),
    };
  }

  /** Everything as on the first day: also faults, settings, mails, the write log and the counters. */
  reset(choice: WorldChoice): void {
    const fresh = new OutsideWorld(choice, this.build);
    this.scenario = fresh.scenario;
    this.newestUsageMonth = fresh.newestUsageMonth;
    this.companyId = fresh.companyId;
    this.services = fresh.services;
    this.faults.clear();
    this.writes.clear();
    this.calls.clear();
  }

  /** All that a restart needs; faults and counters are not kept. */
  snapshot(): unknown {
    const { prism, connectwise, autotask, mail } = this.services;
    return {
      scenario: this.scenario,
      newestUsageMonth: this.newestUsageMonth,
      services: {
        prism: prism.snapshot(),
        connectwise: connectwise.snapshot(),
        autotask: autotask.snapshot(),
        mail: mail.snapshot(),
      },
      writes: this.writes.snapshot(),
    };
  }

  /** Goes on from a snapshot, unless it is of another scenario or month than what is wanted. */
  restore(state: unknown, wanted: Partial<WorldChoice> = {}): void {
    const saved = savedWorld.parse(state);
    const { scenario = saved.scenario, newestUsageMonth = saved.newestUsageMonth } = wanted;
    if (scenario !== saved.scenario || newestUsageMonth !== saved.newestUsageMonth) return;
    this.reset({ scenario: saved.scenario, newestUsageMonth: saved.newestUsageMonth });
    this.putBack(saved);
  }

  /** Goes on from a snapshot of this very world. Limits that count calls go on counting. */
  goBackTo(state: unknown): void {
    this.putBack(savedWorld.parse(state));
    this.faults.clear();
    this.calls.clear();
  }

  private putBack({ services, writes }: z.infer<typeof savedWorld>): void {
    this.services.prism.restore(services.prism);
    this.services.connectwise.restore(services.connectwise);
    this.services.autotask.restore(services.autotask);
    this.services.mail.restore(services.mail);
    this.writes.restore(writes);
  }
}
