import { attemptLimits } from "@/db/commands/sign-in/count-attempt";
import { mayPressLink } from "@/db/commands/sign-in/may-press-link";
import { attempts } from "@/db/schema";
import { openTestDatabases } from "@/scripts/testing/members";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;

beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(() => databases.owner.delete(attempts));
afterAll(() => databases.end());

const stranger = "203.0.113.9";
const office = "198.51.100.7";
const press = (network: string, email = "anna@harbour.example") =>
  mayPressLink(databases.portal, { email, network });

async function pressOften(times: number, network: string, email?: string): Promise<boolean[]> {
  const answers = [];
  for (let pressed = 0; pressed < times; pressed += 1) answers.push(await press(network, email));
  return answers;
}

it("lets a stranger who knows an address use up their own tries, never its owner's", async () => {
  const most = attemptLimits.confirm_by_account.most;
  const answers = await pressOften(most + 10, stranger);
  expect(answers.filter(Boolean)).toHaveLength(most);
  expect(await press(office)).toBe(true);
});

it("bounds a network over all addresses", async () => {
  const most = attemptLimits.confirm_by_network.most;
  let allowed = 0;
  for (let address = 0; address < most + 5; address += 1) {
    if (await press(stranger, `nobody${address}@harbour.example`)) allowed += 1;
  }
  expect(allowed).toBe(most);
  expect(await press(office)).toBe(true);
});

it("takes an address however it is written for the same one", async () => {
  await pressOften(attemptLimits.confirm_by_account.most, stranger, " Anna@Harbour.example");
  expect(await press(stranger, "ＡNNA@harbour.example ")).toBe(false);
});
