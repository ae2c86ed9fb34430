/** What `deno task validate` starts for data sets with a manifest. */
import { ingest } from "../ingest.ts";
import { soundSummary, validate } from "../validate.ts";
import { runCommand } from "./command.ts";
import { dataSetFolders } from "./data_set_folders.ts";

await runCommand({
  help: "deno task validate starts this: see its help",
  options: { partial: { type: "boolean" } },
  run: async ({ values, positionals }) => {
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
