import { ApiError } from "@/lib/errors";
import { explainAnswer, UncertainNotFound } from "./errors";

const now = new Date("2026-09-01T08:00:00Z");

const explained = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body, null, 2).replaceAll("\n", "\r\n");
  const answer = { service: "ConnectWise", call: "POST /x", status, text, raw: text, headers };
  return explainAnswer(answer, now);
};

const invalid = (code: string, message: string) => ({
  code: "InvalidObject",
  message: "addition object is invalid",
  errors: [{ code, message, resource: "addition", field: "x" }],
});

const invoiced =
  "Since this period has already been invoiced there will not be an invoice generated for additional products for this period. Please prorate the agreement or update the start date to on or after the Next Invoice Date.";
const early = "effectiveDate cannot be less than the agreement billing start date";

test.each<[number, unknown, Partial<ApiError>]>([
  [
    400,
    invalid("InvalidField", early),
    { kind: "rejected", refusal: "effective_date_before_agreement", words: early },
  ],
  [
    400,
    invalid("Anything", invoiced),
    { kind: "rejected", refusal: "period_already_invoiced", words: invoiced },
  ],
  [
    400,
    invalid("ObjectExists", "A matching entry exists"),
    { kind: "rejected", refusal: "psa_duplicate_name" },
  ],
  [
    400,
    invalid("NotFound", "product 7 not found"),
    { kind: "rejected", refusal: "psa_prerequisite_missing" },
  ],
  [400, invalid("OutOfRange", `${early}.`), { kind: "rejected", refusal: undefined }],
  [400, { code: "ApiFindCondition", message: "x is not a recognized name." }, { kind: "rejected" }],
  [
    401,
    { code: "Unauthorized", message: "The API key or credentials are not valid." },
    { kind: "unauthorised" },
  ],
  [401, { code: "ConnectWiseApi", message: "UserNotAuthenticated" }, { kind: "unauthorised" }],
  [403, { code: "Security", message: "You do not have security permission." }, { kind: "forbidden" }],
  [
    403,
    { code: "Security", message: "SSL is required.", errors: null },
    { kind: "rejected", words: "SSL is required." },
  ],
  [403, { code: "Security", message: "Incorrect public/private key" }, { kind: "unauthorised" }],
  [404, { code: "NotFound", message: "Agreement 999 not found" }, { kind: "not_found" }],
  [405, { code: "ConnectWiseApi", message: "no" }, { kind: "rejected" }],
  [408, "", { kind: "timeout" }],
  [409, { code: "RecordInUse", message: "in use" }, { kind: "conflict" }],
  [415, "", { kind: "rejected" }],
  [
    429,
    { error: "ConnectWiseAPI", message: "Too many requests." },
    { kind: "rate_limited", words: "Too many requests." },
  ],
  [500, { code: "ConnectWiseApi", message: "A timeout has occured. Please try again." }, { kind: "timeout" }],
  [500, { code: "ConnectWiseApi", message: "Error converting value" }, { kind: "unavailable" }],
  [502, "<html><h1>Bad gateway</h1></html>", { kind: "unavailable", words: "HTTP status 502" }],
  [302, "", { kind: "unreadable" }],
])("%d %j", (status, body, expected) => {
  const error = explained(status, body);
  expect(error).toMatchObject({ ...expected, status, call: "POST /x" });
  expect(error).toBeInstanceOf(ApiError);
});

test("only a 404 that names a missing record is certain", () => {
  expect(explained(404, { code: "NotFound", message: "x" })).not.toBeInstanceOf(UncertainNotFound);
  const endpoint = { code: "ConnectWiseApi", message: "The endpoint does not exist." };
  for (const body of [endpoint, "<html></html>", ""])
    expect(explained(404, body)).toBeInstanceOf(UncertainNotFound);
});

test("a rate limit says how long to wait, in either form", () => {
  const body = { error: "ConnectWiseAPI", message: "Too many requests." };
  const wait = (header: string) => explained(429, body, { "retry-after": header }).retryAfterMs;
  expect(wait("30")).toBe(30_000);
  expect(wait("Tue, 01 Sep 2026 08:00:30 GMT")).toBe(30_000);
  expect(explained(429, body).retryAfterMs).toBeUndefined();
});
