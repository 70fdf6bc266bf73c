/**
 * What somebody may enter as a PSA's site to make the worker call something else, by how it is meant to get past.
 * `port` is where a trap listens on this machine.
 */
export function hostileSites(port: number): { trick: string; site: string }[] {
  return Object.entries(tricks(port)).flatMap(([trick, sites]) =>
    [...new Set(sites)].map((site) => ({ trick, site })),
  );
}

/** Ways to write 127.0.0.1, 10.0.0.1 and the address at which clouds keep their machines' keys. */
const numbers = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "0177.0.0.1",
  "0177.0.0.01",
  "0x7f.0.0.1",
  "0x7f.1",
  "0x7f000001",
  "2130706433",
  "017700000001",
  "127.255.255.254",
  "0.0.0.0",
  "0",
  "10.0.0.1",
  "10.1",
  "167772161",
  "0x0a000001",
  "172.16.0.1",
  "192.168.0.1",
  "192.168.1",
  "169.254.169.254",
  "0xa9fea9fe",
  "2852039166",
  "0251.0376.0251.0376",
  "100.64.0.1",
  "100.100.100.200",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "１２７.０.０.１",
];

const sixes = [
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:169.254.169.254]",
  "[::127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fe80::1]",
  "[ff02::1]",
  "[2001:db8::1]",
  "[3fff::1]",
  "[100::1]",
];

const vendors = ["na.myconnectwise.net", "api-na.myconnectwise.net", "webservices6.autotask.net"];
const names = ["localhost", "evil.example", "metadata.google.internal", "postgres", "redis", "worker.local"];

function tricks(port: number): Record<string, string[]> {
  const local = `127.0.0.1:${port}`;
  const bare = [...numbers, ...sixes];
  return {
    "an address instead of a name": bare.map((host) => `https://${host}/`),
    "an address with a port": bare.map((host) => `https://${host}:${port}/`),
    "plain http": [
      ...bare.map((host) => `http://${host}:${port}/`),
      ...vendors.map((host) => `http://${host}/`),
    ],
    "an address without a scheme": numbers.map((host) => `${host}:${port}`),
    "a name of somebody else's": names.flatMap((host) => [`https://${host}/`, `https://${host}:${port}/`]),
    "the vendor as a name before the host": vendors.flatMap((host) => [
      `https://${host}@${local}/`,
      `https://${host}:443@${local}/`,
      `https://${host}%2f@${local}/`,
      `https://x:${host}@${local}/`,
    ]),
    "a name and a password at the vendor": vendors.map((host) => `https://someone:secret@${host}/`),
    "the vendor in the path, the query or the fragment": vendors.flatMap((host) => [
      `https://${local}/${host}`,
      `https://${local}?${host}`,
      `https://${local}#${host}`,
      `https://${local}\\@${host}`,
      `https://${local};${host}`,
    ]),
    "the vendor as the beginning of a longer name": vendors.flatMap((host) => [
      `https://${host}.evil.example/`,
      `https://${host}.127.0.0.1.nip.io:${port}/`,
      `https://${host}-evil.example/`,
      `https://${host}%00.evil.example/`,
      `https://${host}%2eevil.example/`,
    ]),
    "a name that ends like the vendor's": [
      "evilmyconnectwise.net",
      "my-connectwise.net",
      "evilautotask.net",
      "autotask.net.evil.example",
      "myconnectwise.net",
      "autotask.net",
      "autotask.com",
      "myconnectwise.network",
    ].map((host) => `https://${host}/`),
    "a dot at the end": vendors.map((host) => `https://${host}./`),
    "a port at the vendor": vendors.flatMap((host) => [`https://${host}:${port}/`, `https://${host}:22/`]),
    "letters that look like others": [
      "na.myconnеctwise.net",
      "na.myconnectwіse.net",
      "na.xn--myconnctwise-2ji.net",
      "webservices6.аutotask.net",
      "na.myconnectwise.ɴet.evil.example",
      "na。myconnectwise。net。evil。example",
    ].map((host) => `https://${host}/`),
    "another scheme": ["file", "ftp", "gopher", "ws", "wss", "data", "javascript", "blob"].flatMap(
      (scheme) => [`${scheme}://${local}/`, `${scheme}://na.myconnectwise.net/`],
    ),
    "what is no address": ["https://", "https:///", "://", "https://[::1", "https:// /", "https://exa mple/"],
  };
}
