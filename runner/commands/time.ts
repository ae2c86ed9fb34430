/** `deno task time`: starts the process that times with the network of its server, no other; and servers, when it is told to. */
import { runCommand, UsageError } from "../../pipeline/commands/command.ts";
import { readGeneratedStudy } from "../../pipeline/store/data_set.ts";
import { plannedRuns } from "../../pipeline/study/run.ts";
import { bills } from "../plan.ts";
import { launchesOf } from "../launch.ts";
import { selectedBy } from "../selection.ts";
import { readTimingJournal } from "../timing/timing_journal.ts";
import { beside } from "./beside.ts";
import { childOf } from "./child.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { launchAll } from "./launch_all.ts";
import { runnerPermissions } from "./permissions.ts";
import { serverUrls } from "./run_options.ts";
import {
  budgetsToTime,
  growthOf,
  TIME_HELP,
  TIME_OPTIONS,
} from "./time_options.ts";

await runCommand({
  help: TIME_HELP,
  options: TIME_OPTIONS,
  run: async ({ values, positionals }) => {
    const folder = dataSetFolder(positionals);
    const study = await readGeneratedStudy(folder);
    budgetsToTime(values.longest, study);
    growthOf(values.growth);
    const wanted = selectedBy(values.only ?? [], study);
    const script = beside("measure");
    const start = (urls: readonly URL[], args: readonly string[]) =>
      childOf(script, runnerPermissions(folder, urls), args);
    if (!values.launch) {
      return await start(serverUrls(values.server), Deno.args).code;
    }
    if (values.server) {
      throw new UsageError("Give --server or --launch, not both");
    }
    // Weights are timed whatever their runs have done.
    const all = (await bills(folder, study, {
      wanted,
      samples: null,
      shard: null,
    }))
      .map((bill) => ({ ...bill, state: "not begun" as const }));
    return await launchAll(launchesOf(plannedRuns(study).filter(wanted), all), {
      folder,
      study,
      values,
      flags: ["--no-enable-prefix-caching"],
      suffix: "-timing",
      start,
      done: async ({ runs: [run] }) => {
        const { model: { name: model }, bits: weightBits, kv } = run!;
        const its = await readTimingJournal(folder, { model, weightBits, kv });
        return its ? its.timed.attempts.length + its.timed.deaths.length : 0;
      },
    });
  },
});
