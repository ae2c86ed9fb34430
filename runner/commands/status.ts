/** `deno task status`: how far a study is, also while it runs. */
import { runCommand } from "../../pipeline/commands/command.ts";
import {
  dataSetName,
  readGeneratedStudy,
} from "../../pipeline/store/data_set.ts";
import { statusTable } from "../bill_table.ts";
import { bills } from "../plan.ts";
import { samplesWanted, selectedBy } from "../selection.ts";
import { shardWanted } from "../shard.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { type Live, readLive } from "./live.ts";
import { duration } from "./progress_bar.ts";

const HELP = `
deno task status <set> [--json] [--only KEY=VALUE...] [--samples N]
                       [--shard I/N]

Tells from the journals how far every run of a study is, also while the runner
writes them, and how the calls of the runner go that are under way.

  --json            the same for programs: {dataSet, runs, calls}
  --only KEY=VALUE  as for deno task plan
  --samples N       the first N samples of each problem
  --shard I/N       the trajectories of one shard, whatever journal they are in

  deno task status nano
  deno task status nano --json
`;

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A call under way in words. */
function callLine(
  { tokensPerSecond, secondsLeft, doneGenerations, generations, servers }: Live,
): string {
  const left = secondsLeft === null ? "?" : duration(secondsLeft);
  const seats = servers.map(({ url, model, inFlight, window }) =>
    `${model} at ${url} with ${inFlight} of ${window} requests`
  );
  return `under way: ${whole.format(doneGenerations)} of ${
    whole.format(generations)
  } generations, ${whole.format(tokensPerSecond)} tokens/s, ${left} left; ${
    seats.join(", ")
  }`;
}

await runCommand({
  help: HELP,
  options: {
    json: { type: "boolean" },
    only: { type: "string", multiple: true },
    samples: { type: "string" },
    shard: { type: "string" },
  },
  run: async ({ values, positionals }) => {
    const folder = dataSetFolder(positionals);
    const study = await readGeneratedStudy(folder);
    const runs = await bills(folder, study, {
      wanted: selectedBy(values.only ?? [], study),
      samples: samplesWanted(values.samples, study),
      shard: shardWanted(values.shard),
    });
    const calls = await readLive(folder, Date.now());
    if (values.json) {
      const dataSet = dataSetName(folder);
      console.log(JSON.stringify({ dataSet, runs, calls }, null, 2));
      return 0;
    }
    console.log(statusTable(runs));
    for (const call of calls) console.log(callLine(call));
    return 0;
  },
});
