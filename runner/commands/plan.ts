/** `deno task plan`: what a study asks of a server, before anything runs. */
import { runCommand, UsageError } from "../../pipeline/commands/command.ts";
import { dataSetFolderOf } from "../../pipeline/commands/data_set_folders.ts";
import { readGeneratedStudy } from "../../pipeline/store/data_set.ts";
import { readTimingFile } from "../../pipeline/store/speed_files.ts";
import { plannedRuns, runName } from "../../pipeline/study/run.ts";
import { planTable } from "../bill_table.ts";
import { type Pace, statedPace, timedPace } from "../pace.ts";
import { bills } from "../plan.ts";
import { samplesWanted, selectedBy } from "../selection.ts";
import { shardWanted } from "../shard.ts";
import { dataSetFolder } from "./data_set_folder.ts";

const HELP = `
deno task plan <set> [--only KEY=VALUE...] [--samples N] [--shard I/N]
                     [--tokens-per-second N | --timing SET]

Prints the bill of a study: runs, generations, tokens, disk and, where it is
known how fast a server is, hours of one server; and what of it is done already.
Nothing is asked of a server. One trajectory to the largest token budget serves
every smaller one, so thinking tokens count once; answers are counted at their
longest.

  --only KEY=VALUE       benchmark, model, bits or kv; commas or several --only
                         for more, a key given twice holds with either value
  --samples N            the first N samples of each problem
  --shard I/N            the trajectories of one shard, as for deno task run
  --tokens-per-second N  decoded tokens a second of one server, for the hours;
                         NAME=N for the weights served under that name
  --timing SET           take the speed from the timing.arrow of another data set
                         (its own, or the one the study names, when there is one)

  deno task plan nano --tokens-per-second 6600
  deno task plan my-set --only model=qwen3-4b,bits=4 --only bits=8
`;

await runCommand({
  help: HELP,
  options: {
    only: { type: "string", multiple: true },
    samples: { type: "string" },
    shard: { type: "string" },
    "tokens-per-second": { type: "string", multiple: true },
    timing: { type: "string" },
  },
  run: async ({ values, positionals }) => {
    const folder = dataSetFolder(positionals);
    const study = await readGeneratedStudy(folder);
    const stated = values["tokens-per-second"];
    if (stated && values.timing) {
      throw new UsageError("Give --tokens-per-second or --timing, not both");
    }
    const other = values.timing ?? study.timingFrom;
    const timed = other === undefined ? folder : dataSetFolderOf(other);
    const timings = stated ? null : await readTimingFile(timed);
    if (values.timing && !timings) {
      throw new RangeError(`Cannot plan with ${timed}: it has no timing.arrow`);
    }
    const pace: Pace = stated
      ? statedPace(stated)
      : timings
      ? timedPace(timings)
      : () => null;
    const part = {
      wanted: selectedBy(values.only ?? [], study),
      samples: samplesWanted(values.samples, study),
      shard: shardWanted(values.shard),
    };
    const paces = new Map(
      plannedRuns(study).map((run) => [runName(run), pace(run)]),
    );
    const list = await bills(folder, study, part);
    console.log(planTable(list, ({ run }) => paces.get(run) ?? null));
    if (timings) console.log(`\nHours at the speed of ${timed}/timing.arrow`);
    if (list.every(({ run }) => (paces.get(run) ?? null) === null)) {
      console.log(
        "\nNo hours: no speed is known, time a server with deno task time or give --tokens-per-second",
      );
    }
    return 0;
  },
});
