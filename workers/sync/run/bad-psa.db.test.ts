import {
  type BadInput,
  type BadInputRig,
  expectHarmless,
  startBadInputRig,
} from "@/scripts/testing/bad-input";
import type { Rig } from "@/scripts/testing/rig";
import { accessOf, enterKeys, moveConnection } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

let bed: BadInputRig;
let home: { site: string; account: string };
beforeAll(async () => {
  bed = await startBadInputRig();
  const { site, account } = (await accessOf(bed.rig)).connection;
  home = { site, account };
});
afterAll(() => bed.rig.close());

const html = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const always = (path: string, effect: object) => (rig: Rig) =>
  rig.control.fault({ service: "connectwise", path, times: "always", effect });
const nothing = async () => {};

async function enterWrongKeys(rig: Rig) {
  const { publicKey, clientId } = rig.sandbox.endpoints.connectwise;
  await enterKeys(rig, "connection", { publicKey, privateKey: "wrong", clientId });
}

async function enterRightKeys(rig: Rig) {
  const { publicKey, privateKey, clientId } = rig.sandbox.endpoints.connectwise;
  await enterKeys(rig, "connection", { publicKey, privateKey, clientId });
}

const refused = { code: "psa_unauthorised", refused: "connection" as const };
const down = { code: "psa_unavailable", refused: null };

const inputs: Omit<BadInput, "from">[] = [
  {
    ...refused,
    what: "wrong keys",
    says: /ConnectWise refused the keys of this connection/,
    spoil: enterWrongKeys,
    mend: enterRightKeys,
  },
  {
    ...refused,
    what: "wrong keys that the cloud answers with 404",
    says: /ConnectWise refused the keys of this connection.*does not accept the company id or the keys/,
    spoil: async (rig) => {
      await rig.control.settings({ connectwise: { wrongKeys: "404" } });
      await enterWrongKeys(rig);
    },
    mend: async (rig) => {
      await rig.control.settings({ connectwise: { wrongKeys: "401" } });
      await enterRightKeys(rig);
    },
  },
  {
    ...refused,
    what: "an unknown company",
    says: /knows no company "nobody"/,
    spoil: (rig) => moveConnection(rig, { account: "nobody" }),
    mend: (rig) => moveConnection(rig, home),
  },
  {
    ...refused,
    what: "a site that is none of ConnectWise's",
    says: /There is no ConnectWise site at/,
    spoil: (rig) => moveConnection(rig, { site: rig.sandbox.endpoints.mail.url }),
    mend: (rig) => moveConnection(rig, home),
  },
  {
    ...down,
    what: "a site where nothing answers",
    says: /ConnectWise did not answer/,
    spoil: (rig) => moveConnection(rig, { site: "http://127.0.0.1:9" }),
    mend: (rig) => moveConnection(rig, home),
  },
  {
    ...down,
    what: "a list of agreements that breaks off",
    says: /ConnectWise did not answer, or answered with an error of its own/,
    spoil: always("/finance/agreements", { kind: "truncate" }),
    mend: nothing,
  },
  {
    ...down,
    what: "a list of agreements whose text is cut",
    says: /ConnectWise did not answer, or answered with an error of its own/,
    spoil: always("/finance/agreements", { kind: "truncate", clean: true }),
    mend: nothing,
  },
  {
    ...down,
    what: "a web page with status 200",
    says: /ConnectWise did not answer, or answered with an error of its own/,
    spoil: always("/finance/agreements", { kind: "answer", status: 200, body: html }),
    mend: nothing,
  },
  {
    ...down,
    what: "a gateway's error page",
    says: /ConnectWise did not answer, or answered with an error of its own/,
    spoil: always("/finance/agreements", { kind: "answer", status: 502, body: html }),
    mend: nothing,
  },
  {
    ...down,
    what: "a version folder that is none",
    says: /ConnectWise did not answer, or answered with an error of its own/,
    spoil: always("/login/companyinfo", { kind: "answer", status: 200, body: html }),
    mend: nothing,
  },
];

describe("bad answers from ConnectWise end the run in Error, change nothing and lose nothing", () => {
  test.each(inputs.map((input, index) => ({ ...input, quantity: 11 + index })))(
    "$what: $code",
    ({ quantity, ...input }) => expectHarmless(bed, { ...input, from: "psa" }, quantity),
  );
});
