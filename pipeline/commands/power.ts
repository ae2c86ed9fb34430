/** `deno task power`: how many problems the findings need. */
import { paperLike } from "../simulate/worlds/paper_like.ts";
import { writeAtomically } from "../store/atomic.ts";
import { powerReport } from "../trials/power.ts";
import { FIRST_SEED, tryWorld } from "../trials/trial.ts";
import { runCommand } from "./command.ts";
import {
  paperGrid,
  readCounts,
  teller,
  worldsBySize,
} from "./trial_options.ts";

const REPORT = "bench/power.md";

const HELP = `
deno task power [--worlds N] [--problems N,...] [--samples N,...] [--write]

Draws a simulated world built to follow the paper again and again, and tells
how often each finding is supported, and all of them together.

  --worlds N,...    worlds drawn, one number or one for each of --problems, 50
                    unless told
  --problems N,...  numbers of AIME-like problems, 30,60,120,240,480 unless told
  --samples N,...   samples a problem with the full cache, those of the study
                    unless told
  --write           write ${REPORT}

  deno task power --worlds 20 --problems 30,120
`;

await runCommand({
  help: HELP,
  options: {
    worlds: { type: "string", default: "50" },
    problems: { type: "string", default: "30,60,120,240,480" },
    samples: { type: "string" },
    write: { type: "boolean" },
  },
  run: async ({ values }) => {
    const sizes = worldsBySize(values.problems, values.worlds);
    const { study, knowledge } = await paperGrid();
    const samples = values.samples === undefined
      ? [study.samples.full]
      : readCounts("samples", values.samples);
    const drawn = sizes.reduce((sum, { worlds }) => sum + worlds, 0);
    const told = teller(samples.length * drawn);
    const trials = samples.flatMap((full) =>
      sizes.map(({ math, worlds }) => ({
        samples: full,
        tried: tryWorld(paperLike, {
          study: { ...study, samples: { ...study.samples, full } },
          worlds,
          firstSeed: FIRST_SEED,
          problems: { math, knowledge },
        }, told),
      }))
    );
    const report = powerReport(trials);
    console.log(report);
    if (values.write) await writeAtomically(REPORT, report);
    return 0;
  },
});
