import { type Sandbox, startSandbox } from "@/sandbox/start";
import { controlAt } from "./control";

/** A sandbox for all tests of a file, as on its first day before each of them. `closing` is closed before it stops. */
export function testSandbox() {
  let sandbox: Sandbox;
  let control: ReturnType<typeof controlAt>;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox({ newestUsageMonth: "2026-08-01" });
    control = controlAt(sandbox.endpoints.control);
  });
  beforeEach(() => control.reset());
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.close()));
    await sandbox.stop();
  });

  return {
    control: () => control,
    endpoints: () => sandbox.endpoints,
    closing: (one: { close(): Promise<void> }) => {
      opened.push(one);
    },
  };
}
