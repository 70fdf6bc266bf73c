import { proveMonths } from "./prove-months";

proveMonths("connectwise");
