import { proveSchedules } from "./prove-schedules";

proveSchedules("autotask", 250);
