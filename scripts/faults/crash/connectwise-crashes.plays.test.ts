import { proveCrashes } from "./prove-crashes";

proveCrashes("connectwise", "all");
