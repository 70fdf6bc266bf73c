import { allCases } from "./cases";
import { proveCases } from "./prove-cases";

proveCases("connectwise", allCases);
