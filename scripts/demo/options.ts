import { parseArgs } from "node:util";

export const scenarios = ["clean", "troubled", "wide"] as const;
export type Scenario = (typeof scenarios)[number];

export type DemoOptions = {
  help: boolean;
  /** Throws the demo's data away first. */
  reset: boolean;
  /** Undefined: the one that the data on disk belongs to, clean at first. */
  scenario: Scenario | undefined;
  /** Where the portal should listen; a taken one gives way to the next free one. */
  port: number;
};

export const usage = `npm run demo [-- options]

Brings up PRISM Connect with stand-ins for PRISM, ConnectWise, Autotask and the mail service, and keeps it up until Ctrl-C.

  --reset                      start afresh: throw the demo's database and stand-ins away
  --scenario clean|troubled|wide
                               what the stand-ins hold (clean at first; to change it, add --reset)
  --port <number>              where the portal listens (3000)
  --help                       this text

Everything the demo writes lies in .data; the logs in .data/logs.`;

/** Throws with words for the person who typed it. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean", short: "h", default: false },
      reset: { type: "boolean", default: false },
      scenario: { type: "string" },
      port: { type: "string", default: "3000" },
    },
  });
  const scenario = scenarios.find((name) => name === values.scenario);
  if (values.scenario !== undefined && !scenario) {
    throw new Error(`--scenario knows ${scenarios.join(", ")}, not "${values.scenario}".`);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--port must be a number from 1 to 65535, not "${values.port}".`);
  }
  return { help: values.help, reset: values.reset, scenario, port };
}
