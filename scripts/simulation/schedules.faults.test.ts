import { proveSchedules } from "./prove-schedules";

describe("ConnectWise", () => proveSchedules("connectwise", 250));
describe("Autotask", () => proveSchedules("autotask", 250));
