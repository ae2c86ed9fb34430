/** `deno task run`: starts the runner proper with the network of its servers and the folder of its journals, no other; and servers, when it is told to. */
import { runCommand, UsageError } from "../../pipeline/commands/command.ts";
import { readGeneratedStudy } from "../../pipeline/store/data_set.ts";
import { plannedRuns, type Run, runName } from "../../pipeline/study/run.ts";
import { doneSoFar, launchesOf } from "../launch.ts";
import { bills } from "../plan.ts";
import { samplesWanted, selectedBy } from "../selection.ts";
import { shardSuffix, shardWanted } from "../shard.ts";
import { beside } from "./beside.ts";
import { childOf } from "./child.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { launchAll } from "./launch_all.ts";
import { runnerPermissions } from "./permissions.ts";
import { namedUrls, RUN_HELP, RUN_OPTIONS } from "./run_options.ts";

await runCommand({
  help: RUN_HELP,
  options: RUN_OPTIONS,
  run: async ({ values, positionals }) => {
    const folder = dataSetFolder(positionals);
    const script = beside("generate");
    const start = (urls: readonly URL[], args: readonly string[]) =>
      childOf(script, runnerPermissions(folder, urls), args);
    if (!values.launch) {
      const { servers, engines } = namedUrls(values);
      return await start([...servers, ...engines], Deno.args).code;
    }
    if (values.server || values.engine) {
      throw new UsageError(
        "Give --launch, which starts vLLM, or --server and --engine, not both",
      );
    }
    const study = await readGeneratedStudy(folder);
    const samples = samplesWanted(values.samples, study);
    const shard = shardWanted(values.shard);
    const wanted = selectedBy(values.only ?? [], study);
    const owed = await bills(folder, study, { wanted, samples, shard });
    const launches = launchesOf(plannedRuns(study).filter(wanted), owed);
    return await launchAll(launches, {
      folder,
      study,
      values,
      flags: [],
      suffix: shardSuffix(shard),
      start,
      done: async ({ runs }) => {
        const mine = new Set(runs.map(runName));
        const its = (run: Run) => mine.has(runName(run));
        return doneSoFar(
          await bills(folder, study, { wanted: its, samples, shard }),
        );
      },
    });
  },
});
