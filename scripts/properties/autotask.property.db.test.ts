import { proveMonths } from "./prove-months";

proveMonths("autotask");
