import { Resend } from "resend";
import { CallCounter } from "../http/call-counter";
import { FaultTable } from "../http/fault-table";
import { type Listening, serve } from "../http/serve";
import { WriteLog } from "../http/write-log";
import { createMailService, type MailService, mailApiKey } from "./service";

let service: MailService;
let server: Listening;
const writes = new WriteLog();

beforeEach(async () => {
  service = createMailService();
  writes.clear();
  const records = { faults: new FaultTable(), writes, calls: new CallCounter() };
  server = await serve(() => service, records, { host: "127.0.0.1", port: 0 });
});
afterEach(() => server.close());

const resend = (key = mailApiKey) => new Resend(key, { baseUrl: server.url });

const failure = {
  from: "PRISM Connect <sync@portal.example>",
  to: ["billing@partner.example", "Ops <ops@partner.example>"],
  subject: "3 subscriptions failed",
  html: '<p>Look <a href="https://portal.example/runs/1?a=1&amp;b=2#s-9">here</a></p>',
  text: "Look here: https://portal.example/runs/1?a=1&b=2#s-9",
  replyTo: "help@portal.example",
  tags: [{ name: "purpose", value: "failure" }],
};

test("accepts a mail and shows it again", async () => {
  const { data, error } = await resend().emails.send(failure);
  expect(error).toBeNull();
  const { data: found } = await resend().emails.get(data?.id ?? "");
  expect(found).toMatchObject({
    object: "email",
    id: data?.id,
    from: failure.from,
    to: failure.to,
    subject: failure.subject,
    html: failure.html,
    text: failure.text,
    reply_to: ["help@portal.example"],
    bcc: null,
    last_event: "delivered",
    tags: failure.tags,
  });
  expect(service.mails()).toEqual([
    expect.objectContaining({ links: ["https://portal.example/runs/1?a=1&b=2#s-9"] }),
  ]);
});

test("one key, one mail: the same request gets the same id, another one a 409", async () => {
  const send = (subject: string) =>
    resend().emails.send({ ...failure, subject }, { idempotencyKey: "failure/run-1" });
  const first = await send("One");
  const again = await send("One");
  expect(again.data).toEqual(first.data);
  const other = await send("Two");
  expect(other.error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
  expect(service.mails()).toHaveLength(1);
  expect(writes.since(0)).toHaveLength(1);
  expect(service.mails()[0]?.idempotencyKey).toBe("failure/run-1");
});

test("two sends at once with one key are one mail", async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() => resend().emails.send(failure, { idempotencyKey: "k" })),
  );
  expect(new Set(answers.map(({ data }) => data?.id)).size).toBe(1);
  expect(service.mails()).toHaveLength(1);
});

test("a key is forgotten after a day, and its length is checked", async () => {
  let now = new Date("2026-09-01T00:00:00Z");
  service = createMailService({ now: () => now });
  const send = () => resend().emails.send(failure, { idempotencyKey: "k" });
  await send();
  now = new Date("2026-09-01T23:59:59Z");
  await send();
  expect(service.mails()).toHaveLength(1);
  now = new Date("2026-09-02T00:00:00Z");
  await send();
  expect(service.mails()).toHaveLength(2);
  const long = await resend().emails.send(failure, { idempotencyKey: "k".repeat(257) });
  expect(long.error).toMatchObject({ statusCode: 400, name: "invalid_idempotency_key" });
});

test.each([
  ["no recipient", { ...failure, to: [] }, "missing_required_field", "Missing `to` field."],
  ["no subject", { ...failure, subject: "" }, "missing_required_field", "Missing `subject` field."],
  [
    "a sender that is no address",
    { ...failure, from: "PRISM Connect" },
    "validation_error",
    "Invalid `from` field.",
  ],
  ["a recipient that is no address", { ...failure, to: "nobody" }, "validation_error", "Invalid `to` field."],
  [
    "nothing to read",
    { ...failure, html: "", text: "" },
    "validation_error",
    "Missing `html` or `text` field.",
  ],
])("refuses %s", async (_what, mail, name, message) => {
  const { error } = await resend().emails.send(mail);
  expect(error).toEqual({ statusCode: 422, name, message: expect.stringContaining(message) });
  expect(service.mails()).toEqual([]);
});

test("refuses another key and none", async () => {
  expect((await resend("re_other").emails.send(failure)).error).toMatchObject({
    statusCode: 403,
    name: "invalid_api_key",
  });
  const unsigned = await fetch(`${server.url}/emails`, { method: "POST", body: "{}" });
  expect([unsigned.status, await unsigned.json()]).toEqual([
    401,
    expect.objectContaining({ name: "missing_api_key" }),
  ]);
});

test("a snapshot keeps mails and keys", async () => {
  const send = () => resend().emails.send(failure, { idempotencyKey: "k" });
  const first = await send();
  const saved = JSON.parse(JSON.stringify(service.snapshot()));
  service = createMailService();
  service.restore(saved);
  expect((await send()).data).toEqual(first.data);
  expect(service.mails()).toHaveLength(1);
});

test("the pages show mails without running anything of them", async () => {
  await resend().emails.send({
    ...failure,
    subject: "<script>alert(1)</script>",
    html: "<script>alert(2)</script><p>Hi</p>",
  });
  const list = await fetch(server.url);
  const [id] = service.mails().map((mail) => mail.id);
  const page = await fetch(`${server.url}/mails/${id}`);
  for (const response of [list, page]) {
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await response.text()).not.toMatch(/<script>/);
  }
  expect((await fetch(`${server.url}/mails/none`)).status).toBe(404);
});
