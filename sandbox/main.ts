import { parseArgs } from "node:util";
import { z } from "zod";
import { type Ports, startSandbox } from "./start";
import { scenarioNames } from "./world/seed";

const help = `Starts stand-ins for PRISM, ConnectWise, Autotask and the mail service.

  npm run sandbox -- [--ports 4600 | --ports 4601,4602,4603,4604,4605] [--scenario clean|troubled|wide]
                     [--state file] [--month YYYY-MM-01] [--host 127.0.0.1]

--ports     a first port, or five: PRISM, ConnectWise, Autotask, mail, control; any free ones when left out
--scenario  clean (the default) syncs without a warning; troubled has what needs a person,
            wide has a second program, further contract agreements and every kind of line
--state     a file that keeps the state over a restart
--month     first day of the newest month that PRISM has invoiced; the last full month when left out
--host      the address to listen on

Prints one line of JSON with every address and key. docs/sandbox.md explains the rest.
`;

const port = z.coerce.number().int().min(0).max(65_535);
const names = ["prism", "connectwise", "autotask", "mail", "control"] as const;

const argumentsShape = z.object({
  help: z.boolean().default(false),
  ports: z
    .string()
    .regex(/^\d+(,\d+){4}$|^\d+$/, "is one port, or five with commas between")
    .transform((text) => z.array(port).parse(text.split(",")))
    .optional(),
  scenario: z.enum(scenarioNames).optional(),
  state: z.string().optional(),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-01$/, "is the first day of a month")
    .optional(),
  host: z.string().optional(),
});

function portsOf(given: number[] | undefined): Partial<Ports> {
  if (!given) return {};
  const [base = 0] = given;
  const all = given.length === 1 && base > 0 ? names.map((_, index) => base + index) : given;
  return Object.fromEntries(names.map((name, index) => [name, all[index] ?? 0]));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", short: "h" },
      ports: { type: "string" },
      scenario: { type: "string" },
      state: { type: "string" },
      month: { type: "string" },
      host: { type: "string" },
    },
  });
  const read = argumentsShape.safeParse(values);
  if (!read.success) throw new Error(`${z.prettifyError(read.error)}\n\n${help}`);
  const { help: asked, ports, scenario, state, month, host } = read.data;
  if (asked) {
    process.stderr.write(help);
    return;
  }
  const sandbox = await startSandbox({
    ports: portsOf(ports),
    ...(scenario && { scenario }),
    ...(state && { stateFile: state }),
    ...(month && { newestUsageMonth: month }),
    ...(host && { host }),
  });
  process.stdout.write(`${JSON.stringify(sandbox.endpoints)}\n`);
  process.stderr.write(
    `The sandbox is up, scenario ${sandbox.scenario}. Control: ${sandbox.endpoints.control}\n`,
  );
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    sandbox.stop().finally(() => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
