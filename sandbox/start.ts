import { autotaskKeys } from "./autotask/service";
import { connectWiseKeys } from "./connectwise/service";
import { serveControl } from "./control/serve-control";
import { type Listening, serve } from "./http/serve";
import type { ServiceName } from "./http/service";
import { mailApiKey } from "./mail/service";
import { OutsideWorld } from "./outside-world";
import { StateFile } from "./state-file";
import type { ScenarioName, World } from "./world/seed";

/** 0, or left out: any free port. */
export type Ports = { prism: number; connectwise: number; autotask: number; mail: number; control: number };

/** Where everything listens and the keys that it takes. */
export type Endpoints = {
  prism: { api: string; identity: string; clientId: string; clientSecret: string };
  /** `url` is the origin of the site. */
  connectwise: { url: string; companyId: string; publicKey: string; privateKey: string; clientId: string };
  /** `url` ends in /ATServicesRest/. */
  autotask: { url: string; userName: string; secret: string; integrationCode: string };
  mail: { url: string; apiKey: string };
  /** Ends in /_sandbox. */
  control: string;
};

export type Options = {
  host?: string;
  ports?: Partial<Ports>;
  scenario?: ScenarioName;
  /** First day of the newest month that PRISM has invoiced; the last full month when absent. */
  newestUsageMonth?: string;
  /** Keeps the state over a restart; begins afresh when another scenario or month is asked for than it holds. */
  stateFile?: string;
  /** Fills the world in place of the scenario. */
  build?: () => World;
};

export type Sandbox = {
  endpoints: Endpoints;
  scenario: ScenarioName;
  /** All that a restart needs, as plain data; faults and counters are not kept. */
  save(): unknown;
  /** Goes on from what was saved here; faults and counters of calls are afresh, limits go on counting. */
  goBackTo(saved: unknown): void;
  stop(): Promise<void>;
};

/** Starts all stand-ins. Rejects when a port is taken or the state file cannot be read; nothing listens then. */
export async function startSandbox(options: Options = {}): Promise<Sandbox> {
  const { host = "127.0.0.1", ports = {}, stateFile } = options;
  const choice = { scenario: options.scenario ?? "clean", newestUsageMonth: options.newestUsageMonth };
  const world = new OutsideWorld(choice, options.build);
  const file = stateFile === undefined ? undefined : new StateFile(stateFile, () => world.snapshot());
  const saved = file?.read();
  if (saved !== undefined) world.restore(saved, options);

  const listening: Listening[] = [];
  const stop = async () => {
    await Promise.all(listening.map((one) => one.close()));
    file?.save();
  };
  try {
    const changed = () => file?.saveSoon();
    const open = async (name: ServiceName): Promise<string> => {
      const port = ports[name] ?? 0;
      const one = await serve(() => world.services[name], world, { host, port, onWrite: changed });
      listening.push(one);
      return one.url;
    };
    const urls = {
      prism: await open("prism"),
      connectwise: await open("connectwise"),
      autotask: await open("autotask"),
      mail: await open("mail"),
    };
    const control = await serveControl(world, { host, port: ports.control ?? 0, onChange: changed });
    listening.push(control);
    return {
      endpoints: endpointsOf(world, { ...urls, control: control.url }),
      scenario: world.scenario,
      save: () => structuredClone(world.snapshot()),
      goBackTo: (saved) => world.goBackTo(structuredClone(saved)),
      stop,
    };
  } catch (error) {
    await Promise.all(listening.map((one) => one.close()));
    throw error;
  }
}

function endpointsOf(world: OutsideWorld, urls: Record<ServiceName | "control", string>): Endpoints {
  const { prism, connectwise, autotask, mail, control } = urls;
  return {
    prism: { api: prism, identity: prism, ...world.services.prism.credentials },
    connectwise: { url: connectwise, companyId: world.companyId, ...connectWiseKeys },
    autotask: { url: `${autotask}/ATServicesRest/`, ...autotaskKeys },
    mail: { url: mail, apiKey: mailApiKey },
    control: `${control}/_sandbox`,
  };
}
