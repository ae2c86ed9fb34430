/** `deno task validate`: tells whether a data set is sound. */
import { ingest } from "../ingest.ts";
import { soundSummary, validate } from "../validate.ts";
import { runCommand, UsageError } from "./command.ts";
import { dataSetFolders } from "./data_set_folders.ts";

const HELP = `
deno task validate <set...> [--partial]

Checks data sets against their manifests and studies: digests, columns, every
problem x sample x budget once, known ids and budgets, nothing over budget, one
natural end a trajectory, waits only after it, timings of what the study has.
Of an imported set: no response over budget, every sample from one log with that
log's seed; that budgets are filled, which nothing forced, is not asked.
All problems are told in one pass, each with its file and row.

  --partial   allow planned runs that have no file

  deno task validate nano
`;

await runCommand({
  help: HELP,
  options: { partial: { type: "boolean" } },
  run: async ({ values, positionals }) => {
    if (positionals.length === 0) throw new UsageError("Name a data set");
    let failed = false;
    for (const folder of await dataSetFolders(positionals)) {
      try {
        const ingested = await ingest(folder, values.partial);
        const sound = validate(ingested);
        console.log(
          `${folder}: sound, ${sound.length} of ${
            ingested.absent.length + sound.length
          } planned runs`,
        );
        for (const run of sound) console.log(`  ${soundSummary(run)}`);
      } catch (error) {
        console.error((error as Error).message);
        failed = true;
      }
    }
    return failed ? 1 : 0;
  },
});
