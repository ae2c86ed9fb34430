/** Properties try 1,000 cases where they say nothing else. */
import fc from "fast-check";

fc.configureGlobal({ numRuns: 1000 });
