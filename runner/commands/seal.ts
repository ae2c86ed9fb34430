/** `deno task seal`: journals to result files and a manifest. */
import { runCommand } from "../../pipeline/commands/command.ts";
import { readGeneratedStudy } from "../../pipeline/store/data_set.ts";
import { sealRuns } from "../seal.ts";
import { dataSetFolder } from "./data_set_folder.ts";

const HELP = `
deno task seal <set>

Writes the result file of every run that was begun, from its journal or those of
its shards, timing.arrow and memory.arrow from what deno task time has measured,
then manifest.json with the digest of every file. Result files without a journal stay
if they are as they were sealed; a timing.arrow or memory.arrow that was not
measured here is taken as it is. Refuses, before anything is written, when a
run begun is not complete, when there is another Arrow file, or when study.json
or a benchmark file has changed under a result file that stays. The journals stay.

  deno task seal data/nano
`;

await runCommand({
  help: HELP,
  options: {},
  run: async ({ positionals }) => {
    const folder = dataSetFolder(positionals);
    const { manifest, written, kept, notBegun } = await sealRuns(
      folder,
      await readGeneratedStudy(folder),
    );
    for (const run of written) console.log(`sealed ${run}`);
    for (const run of kept) console.log(`sealed before ${run}`);
    for (const run of notBegun) console.log(`not begun ${run}`);
    console.log(`${folder}/manifest.json: ${manifest.files.length} files`);
    return 0;
  },
});
