import { runningCases } from "./cases";
import { proveCases } from "./prove-cases";

proveCases("autotask", runningCases);
