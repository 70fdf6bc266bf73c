import { links } from "@/lib/links";

export type SetUp = {
  /** PRISM accounts and PSAs: connected, and whether a test has passed. */
  sources: { healthy: boolean }[];
  connections: { healthy: boolean }[];
  /** PRISM has told which programs the account has. */
  programsKnown: boolean;
  programs: {
    slug: string;
    productsEnabled: boolean;
    /** A live sync of the kind has run. */
    productsRan: boolean;
    customersRan: boolean;
    customersEnabled: boolean;
    scheduleHour: number;
  }[];
  anyMapped: boolean;
};

export type Phase = {
  title: string;
  text: string;
  done: boolean;
  /** What is there already, or what is missing. */
  state: string;
  href: string;
  button: string;
  /** Who does it: connections and programs are an admin's. */
  role: "admin" | "operator";
};

/** The five phases of setting up, each ticked by what is recorded. Pure. */
export function setUpPhases(setUp: SetUp): Phase[] {
  const [first] = setUp.programs;
  const program = first ? links.program(first.slug) : links.newProgram();
  return [
    connecting(setUp),
    {
      title: "Bring a program to your PSA",
      text: "Choose one of your PRISM programs and the PSA that it goes to. Each pair is an entry of the menu.",
      done: setUp.programs.length > 0,
      state: setUp.programs.length > 0 ? "a program is set up" : programState(setUp),
      href: links.newProgram(),
      button: "Choose a program",
      role: "admin",
    },
    {
      title: "Link the products",
      text: "A preview shows which products of the price list become items of the PSA, and which are there already. Then run the products sync.",
      done: setUp.programs.some(({ productsEnabled, productsRan }) => productsRan || !productsEnabled),
      state: setUp.programs.some(({ productsRan }) => productsRan)
        ? "a products sync has run"
        : "no products sync has run yet",
      href: program,
      button: "Open the program",
      role: "operator",
    },
    {
      title: "Map the customers",
      text: "Say which company and agreement each customer is billed from. Matches are suggested with their reason; nothing is mapped by itself.",
      done: setUp.anyMapped,
      state: setUp.anyMapped ? "customers are mapped" : "no customer is mapped yet",
      href: first ? links.program(first.slug, { show: "unmapped" }) : program,
      button: "Map customers",
      role: "operator",
    },
    {
      title: "Run the first sync",
      text: "Look at a preview, then press Run now. From then on PRISM is asked for new invoices every day.",
      done: isSetUp(setUp),
      state: lastState(setUp),
      href: program,
      button: "Open the program",
      role: "operator",
    },
  ];
}

/** Whether nothing is left to set up: a program's customers have been synced, and go on being so. */
export function isSetUp({ programs }: Pick<SetUp, "programs">): boolean {
  return programs.some(({ customersRan, customersEnabled }) => customersRan && customersEnabled);
}

function connecting({ sources, connections }: SetUp): Phase {
  const source = sources.some(({ healthy }) => healthy);
  const psa = connections.some(({ healthy }) => healthy);
  const missing = [
    ...(sources.length === 0 ? ["PRISM is not connected"] : source ? [] : ["PRISM is not tested"]),
    ...(connections.length === 0 ? ["no PSA is connected"] : psa ? [] : ["the PSA is not tested"]),
  ];
  const [href, button] =
    sources.length === 0
      ? [links.newSource(), "Connect PRISM"]
      : connections.length === 0
        ? [links.newConnection(), "Connect the PSA"]
        : [links.connections(), "Test the connections"];
  return {
    title: "Connect PRISM and your PSA",
    text: "A client id and secret from your distributor, and keys of an API member or user of ConnectWise or Autotask. Test shows each permission that they need, by name.",
    done: source && psa,
    state: missing.length > 0 ? missing.join(", ") : "both are connected and tested",
    href,
    button,
    role: "admin",
  };
}

function programState({ programsKnown }: SetUp): string {
  return programsKnown ? "no program is set up yet" : "your programs can be chosen once PRISM answers";
}

function lastState(setUp: SetUp): string {
  const run = setUp.programs.find(({ customersRan }) => customersRan);
  if (!run) return "no customers sync has run yet";
  return run.customersEnabled
    ? `it has run, and PRISM is asked daily at ${String(run.scheduleHour).padStart(2, "0")}:00`
    : "it has run, but the customers sync is switched off";
}
