/** `deno task run`: starts the runner with the network of its servers and the folder of its journals, no other. */
import { fileURLToPath } from "node:url";
import { runCommand } from "../../pipeline/commands/command.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { runnerPermissions } from "./permissions.ts";
import { namedUrls, RUN_HELP, RUN_OPTIONS } from "./run_options.ts";

await runCommand({
  help: RUN_HELP,
  options: RUN_OPTIONS,
  run: async ({ values, positionals }) => {
    const folder = dataSetFolder(positionals);
    const { servers, engines } = namedUrls(values);
    const runner = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--cached-only",
        "--allow-read=.",
        ...runnerPermissions(folder, [...servers, ...engines]),
        fileURLToPath(new URL("generate.ts", import.meta.url)),
        ...Deno.args,
      ],
    }).spawn();
    // The terminal interrupts both; what only reaches this process is passed on.
    Deno.addSignalListener("SIGINT", () => {});
    Deno.addSignalListener("SIGTERM", () => runner.kill("SIGTERM"));
    return (await runner.status).code;
  },
});
