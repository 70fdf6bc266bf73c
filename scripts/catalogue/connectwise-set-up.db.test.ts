import { setUpCases } from "./cases";
import { proveCases } from "./prove-cases";

proveCases("connectwise", setUpCases);
