import { proveSchedules } from "./prove-schedules";

proveSchedules("connectwise", 250);
