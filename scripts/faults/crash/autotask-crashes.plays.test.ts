import { proveCrashes } from "./prove-crashes";

proveCrashes("autotask", "all");
