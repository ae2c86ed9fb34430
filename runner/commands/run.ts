/** `deno task run`: starts the runner proper with the network of its servers and the folder of its journals, no other; and servers, when it is told to. */
import { fileURLToPath } from "node:url";
import { runCommand, UsageError } from "../../pipeline/commands/command.ts";
import { childOf } from "./child.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { launchAll } from "./launch_all.ts";
import { runnerPermissions } from "./permissions.ts";
import { RUN_HELP, RUN_OPTIONS, serverUrls } from "./run_options.ts";

await runCommand({
  help: RUN_HELP,
  options: RUN_OPTIONS,
  run: async ({ values, positionals }) => {
    const folder = dataSetFolder(positionals);
    const script = fileURLToPath(new URL("generate.ts", import.meta.url));
    const generate = (urls: readonly URL[], args: readonly string[]) =>
      childOf(script, runnerPermissions(folder, urls), args);
    if (!values.launch) {
      return await generate(serverUrls(values.server), Deno.args).code;
    }
    if (values.server) {
      throw new UsageError("Give --server or --launch, not both");
    }
    return await launchAll(folder, values, generate);
  },
});
