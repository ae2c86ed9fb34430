/** What `deno task validate --foreign` starts for each result file of a folder: it is ended when it takes too long. */
import { FOREIGN_LIMITS } from "../store/arrow_walk.ts";
import { readBrought } from "../store/brought.ts";
import { foreign } from "../foreign.ts";
import { soundSummary, validate } from "../validate.ts";
import { runCommand } from "./command.ts";

await runCommand({
  help: "deno task validate --foreign starts this: see its help",
  options: {},
  run: async ({ positionals: [folder, ...results] }) => {
    const brought = await readBrought(folder!, results, FOREIGN_LIMITS.bytes);
    for (const run of validate(foreign(brought))) {
      console.log(`  ${soundSummary(run)}`);
    }
    return 0;
  },
});
