import { createServer, connect as openSocket, type Server } from "node:net";
import { ApiError } from "@/lib/errors";
import { createAutotaskConnector } from "./autotask/provider";
import { createConnectWiseConnector } from "./connectwise/provider";
import { ForbiddenAddress, guardedLookup } from "./host-rule";
import { HttpClient } from "./http";
import { apiError } from "./testing/expect-error";
import { hostileSites } from "./testing/hostile-sites";
import { listen, sendJson } from "./testing/listen";
import { recordingHooks } from "./testing/waits";

/** Counts whoever connects to this machine, over either family, and answers nobody. */
let trap: { port: number; caught: () => number; close: () => Promise<void> };

beforeAll(async () => {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The trap listens on no port.");
  trap = {
    port: address.port,
    caught: () => connections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
});
afterAll(() => trap.close());

const keys = {
  connectwise: { companyId: "partner", publicKey: "public", privateKey: "private", clientId: "client" },
  autotask: { userName: "api@partner.example", secret: "TheSecret", integrationCode: "TheCode" },
};

/** How an attempt to reach a site ends, as a connector makes it. */
async function reach(psa: "connectwise" | "autotask", site: string, allowSandbox: boolean): Promise<unknown> {
  const options = { site, allowSandbox, ...recordingHooks().hooks };
  try {
    const connector =
      psa === "connectwise"
        ? createConnectWiseConnector({ ...options, ...keys.connectwise })
        : createAutotaskConnector({ ...options, ...keys.autotask });
    try {
      await connector.item("1");
      return "reached";
    } finally {
      await connector.close();
    }
  } catch (error) {
    return error instanceof ApiError ? error.kind : error;
  }
}

test("the trap tells who connects", async () => {
  const before = trap.caught();
  for (const host of ["127.0.0.1", "::1"]) {
    await new Promise<void>((resolve) => {
      openSocket({ host, port: trap.port })
        .on("error", () => resolve())
        .on("close", () => resolve());
    });
  }
  expect(trap.caught()).toBe(before + 2);
});

describe.each(["connectwise", "autotask"] as const)("a hostile site of %s", (psa) => {
  test("is refused without a connection, whatever the trick", async () => {
    const sites = hostileSites(trap.port);
    expect(sites.length).toBeGreaterThan(200);
    const before = trap.caught();
    const findings: unknown[] = [];
    for (const { trick, site } of sites) {
      const ending = await reach(psa, site, false);
      if (ending !== "rejected") findings.push([trick, site, ending]);
    }
    expect(findings).toEqual([]);
    expect(trap.caught()).toBe(before);
  });

  test("is refused in a sandbox too, unless it is plain http on loopback", async () => {
    const before = trap.caught();
    const findings: unknown[] = [];
    for (const { trick, site } of hostileSites(trap.port).filter((one) => !isLoopback(one.site))) {
      const ending = await reach(psa, site, true);
      if (ending !== "rejected") findings.push([trick, site, ending]);
    }
    expect(findings).toEqual([]);
    expect(trap.caught()).toBe(before);
  });
});

/** What a sandbox may call, by the parts of the address that Node reads. */
function isLoopback(site: string): boolean {
  const address = /^[a-z]+:\/\//i.test(site) ? site : `https://${site}`;
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  return protocol === "http:" && username === "" && ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
}

test("a name that changes its address between check and connection leads nowhere", async () => {
  const answers = [
    ["20.53.203.50"],
    ["127.0.0.1"],
    ["::1"],
    ["20.53.203.50", "127.0.0.1"],
    ["::ffff:127.0.0.1"],
  ];
  const rule = { service: "PSA", suffixes: [".psa.example"], allowSandbox: false };
  let asked = 0;
  const lookup = guardedLookup(rule, (_name, _options, done) => {
    const addresses = answers[asked++] ?? [];
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  });
  const first = await new Promise((resolve) =>
    lookup("na.psa.example", { all: true }, (...found) => resolve(found)),
  );
  expect(first).toEqual([null, [{ address: "20.53.203.50", family: 4 }]]);
  const before = trap.caught();
  for (const _ of answers.slice(1)) {
    const socket = openSocket({ host: "na.psa.example", port: trap.port, lookup });
    expect(await new Promise((resolve) => socket.on("error", resolve).on("connect", resolve))).toBeInstanceOf(
      ForbiddenAddress,
    );
  }
  expect(trap.caught()).toBe(before);
});

test.each([301, 302, 303, 307, 308])("a redirect with %d is not followed", async (status) => {
  const before = trap.caught();
  const server = await listen((_request, response) => {
    response.writeHead(status, { location: `http://127.0.0.1:${trap.port}/` }).end();
  });
  const hosts = { service: "PSA", suffixes: [], allowSandbox: true };
  const explain = () => new ApiError({ service: "PSA", kind: "unreadable", words: "moved" });
  const http = new HttpClient({ service: "PSA", hosts, explain, ...recordingHooks().hooks });
  for (const method of ["GET", "POST"] as const) {
    const request = {
      method,
      url: new URL(server.url),
      headers: {},
      ...(method === "POST" && { body: "{}" }),
    };
    expect(await apiError(http.write(request))).toMatchObject({ kind: "unreadable" });
  }
  await http.close();
  await server.close();
  expect(trap.caught()).toBe(before);
  expect(server.received).toHaveLength(2);
});

describe("where discovery's answer leads", () => {
  test("Autotask's zone is held to the same rule, and gets no key", async () => {
    const before = trap.caught();
    const findings: unknown[] = [];
    let zone = "";
    const server = await listen((_request, response) => sendJson(response, { zoneName: "X", url: zone }));
    for (const { trick, site } of hostileSites(trap.port).filter((one) => !isLoopback(one.site))) {
      zone = site;
      const ending = await reach("autotask", server.url, true);
      if (ending !== "rejected" && ending !== "unreadable") findings.push([trick, site, ending]);
    }
    await server.close();
    expect(findings).toEqual([]);
    expect(server.received.filter(({ headers }) => headers.secret !== undefined)).toEqual([]);
    expect(trap.caught()).toBe(before);
  });

  test("ConnectWise's version folder names a folder and never a host", async () => {
    const before = trap.caught();
    const findings: unknown[] = [];
    let folder = "";
    const server = await listen((_request, response) => sendJson(response, { Codebase: folder }));
    const folders = ["/", "//", "../", "..", "v1/../../", "v1", "@", "%2f%2f", "v1/\\", "\\\\"].flatMap(
      (lead) => [`${lead}127.0.0.1:${trap.port}/`, `${lead}evil.example/`, `${lead}`],
    );
    for (const site of [...folders, ...hostileSites(trap.port).map((one) => one.site)]) {
      // A name of letters, digits and dots stays a folder below the site that was asked.
      if (/^\w+(\.\w+)*\/$/.test(site)) continue;
      folder = site;
      const ending = await reach("connectwise", server.url, true);
      if (ending !== "unreadable") findings.push([site, ending]);
    }
    await server.close();
    expect(findings).toEqual([]);
    expect(server.received.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
    expect(trap.caught()).toBe(before);
  });
});
