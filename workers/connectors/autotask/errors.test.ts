import { ApiError } from "@/lib/errors";
import { explainAnswer } from "./errors";

const now = new Date("2026-09-01T08:00:00Z");

const explained = (
  status: number,
  body: unknown,
  { call = "POST /ATServicesRest/V1.0/Services", headers = {} as Record<string, string> } = {},
) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return explainAnswer({ service: "Autotask", call, status, text, raw: text, headers }, now);
};

const errors = (...texts: string[]) => ({ errors: texts });
const outside =
  "ContractServiceAdjustment effectiveDate must be between the start date and end date of the Contract referenced by contractID.";
const duplicateName =
  "Violation of UNIQUE KEY constraint 'IX_service'. Cannot insert duplicate key in object 'dbo.Service'. The duplicate key value is (PC_X). Error updating database for new entity records.";

test.each<[number, unknown, Partial<ApiError>]>([
  [500, errors("IntegrationCode is invalid."), { kind: "unauthorised" }],
  [500, errors("Zone information could not be determined"), { kind: "unauthorised" }],
  [401, "", { kind: "unauthorised", words: "HTTP status 401" }],
  [
    500,
    errors("The logged in Resource does not have the adequate permissions to create this entity type."),
    { kind: "forbidden" },
  ],
  [403, "", { kind: "forbidden" }],
  [500, errors(outside), { kind: "rejected", refusal: "agreement_ended", words: outside }],
  [
    500,
    errors("Attempt to insert duplicate data into contract_service_period (7, 2026-08-01)"),
    { kind: "rejected", refusal: undefined },
  ],
  [500, errors(duplicateName), { kind: "rejected", refusal: "psa_duplicate_name" }],
  [
    500,
    errors("Reference value on field: contractID of type: Contract does not exist or is invalid."),
    { kind: "not_found", refusal: "agreement_missing" },
  ],
  [
    500,
    errors(
      "Reference value on field: contractServiceID of type: ContractService does not exist or is invalid.",
    ),
    { kind: "rejected", refusal: "psa_prerequisite_missing" },
  ],
  [
    500,
    errors(
      "No message. No matching records found. The logged in Resource may not have the required permissions to delete the data.",
    ),
    { kind: "not_found" },
  ],
  [
    500,
    errors("Conversion failed when converting varchar 'material' to data type int"),
    { kind: "rejected" },
  ],
  [500, errors("The total number of units cannot be negative."), { kind: "rejected" }],
  [500, errors("Missing Required Field: name.", duplicateName), { refusal: "psa_duplicate_name" }],
  [500, errors("Execution Timeout Expired. The server is not responding."), { kind: "timeout" }],
  [500, errors("Transaction was deadlocked on lock resources."), { kind: "timeout" }],
  [
    429,
    errors("API thread threshold of 3 threads has been exceeded"),
    { kind: "rate_limited", retryAfterMs: 1_000 },
  ],
  [500, errors("Thread Threshold Exceeded"), { kind: "rate_limited", retryAfterMs: 1_000 }],
  [429, "", { kind: "rate_limited", retryAfterMs: undefined }],
  [
    405,
    { Message: "The requested resource does not support http method 'GET'." },
    { kind: "rejected", words: "The requested resource does not support http method 'GET'." },
  ],
  [
    500,
    errors("Something that nobody has seen."),
    { kind: "rejected", words: "Something that nobody has seen." },
  ],
  [500, errors(), { kind: "unavailable", words: "HTTP status 500" }],
  [500, "<html>Server error</html>", { kind: "unavailable" }],
  [502, "<html>Bad gateway</html>", { kind: "unavailable" }],
  [302, "", { kind: "unreadable" }],
  [409, "", { kind: "conflict" }],
])("a write answered by %d %j", (status, body, expected) => {
  const error = explained(status, body);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ ...expected, status });
});

test.each([
  "POST /ATServicesRest/V1.0/Contracts/query",
  "POST /atservicesrest/v1.0/contracts/query/next",
  "POST /ATServicesRest/V1.0/Contracts/query/count",
  "GET /ATServicesRest/V1.0/Contracts/7",
])("unknown words mean nothing of what was asked by %s", (call) => {
  expect(explained(500, errors("Object reference not set."), { call })).toMatchObject({
    kind: "unavailable",
  });
  expect(explained(500, errors("Invalid query syntax. x"), { call })).toMatchObject({ kind: "rejected" });
});

test("what the service itself asks to wait comes first", () => {
  const headers = { "retry-after": "30" };
  expect(explained(429, errors("Thread Threshold Exceeded"), { headers }).retryAfterMs).toBe(30_000);
});
