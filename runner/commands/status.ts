/** `deno task status`: how far a study is, also while it runs. */
import { runCommand } from "../../pipeline/commands/command.ts";
import { readDataSetStudy } from "../../pipeline/store/data_set.ts";
import { statusTable } from "../bill_table.ts";
import { bills } from "../plan.ts";
import { dataSetFolder } from "./data_set_folder.ts";

const HELP = `
deno task status <set>

Tells from the journals how far every run of a study is, also while the runner
writes them.

  deno task status data/nano
`;

await runCommand({
  help: HELP,
  options: {},
  run: async ({ positionals }) => {
    const folder = dataSetFolder(positionals);
    console.log(
      statusTable(await bills(folder, await readDataSetStudy(folder))),
    );
    return 0;
  },
});
