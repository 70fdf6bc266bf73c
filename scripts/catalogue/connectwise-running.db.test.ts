import { runningCases } from "./cases";
import { proveCases } from "./prove-cases";

proveCases("connectwise", runningCases);
