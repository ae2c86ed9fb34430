/** `deno task plan`: what a study asks of a server, before anything runs. */
import { runCommand } from "../../pipeline/commands/command.ts";
import { readDataSetStudy } from "../../pipeline/store/data_set.ts";
import { planTable } from "../bill_table.ts";
import { bills } from "../plan.ts";
import { dataSetFolder } from "./data_set_folder.ts";

const HELP = `
deno task plan <set>

Prints the bill of a study: runs, generations and tokens, and what of it is
done already. Nothing is asked of a server. One trajectory to the largest token
budget serves every smaller one, so thinking tokens count once.

  deno task plan data/nano
`;

await runCommand({
  help: HELP,
  options: {},
  run: async ({ positionals }) => {
    const folder = dataSetFolder(positionals);
    console.log(planTable(await bills(folder, await readDataSetStudy(folder))));
    return 0;
  },
});
