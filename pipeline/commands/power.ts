/** `deno task power`: how many problems the findings need. */
import { dirname } from "node:path";
import { paperLike } from "../simulate/worlds/paper_like.ts";
import { writeAtomically } from "../store/atomic.ts";
import type { Study } from "../study/study.ts";
import { powerReport } from "../trials/power.ts";
import { powerFigure } from "../trials/power_figure.ts";
import {
  FIRST_SEED,
  FRESH_SEED,
  tryWorlds,
  worldsOf,
} from "../trials/trial.ts";
import { runCommand } from "./command.ts";
import {
  countsBySize,
  paperGrid,
  readCounts,
  teller,
} from "./trial_options.ts";

const REPORT = "bench/power.md";
const FIGURE = "power.svg";

const HELP = `
deno task power [--worlds N,...] [--problems N,...] [--samples N,...]
                [--samples-at N,...] [--again N,...] [--write]

Draws a simulated world built to follow the paper again and again, and tells
how often each finding is supported, and all of them together. Works on all
cores; the result does not depend on how many.

  --problems N,...    numbers of AIME-like problems, tried with as many samples
                      as the study has; 30,60,120,240,480 unless told
  --samples N,...     other numbers of samples a problem with the full cache,
                      8,16,48 unless told; 0: none
  --samples-at N,...  numbers of problems they are tried at, 120 unless told
  --again N,...       numbers of problems tried again on seeds from ${FRESH_SEED} up,
                      which nobody had looked at when the rules took their last
                      form, with the most of --worlds; 30,120 unless told; 0: none
  --worlds N,...      worlds drawn, one number or one for each of --problems, 50
                      unless told; the fewest for --samples-at
  --write             write ${REPORT} and ${FIGURE} beside it

  deno task power --worlds 20 --problems 30,120 --samples 0 --again 0
`;

/** The study with another number of samples; larger groups than that cannot vote. */
function withSamples(study: Study, full: number): Study {
  return {
    ...study,
    samples: { ...study.samples, full },
    groups: study.groups.filter((group) => group <= full),
  };
}

await runCommand({
  help: HELP,
  options: {
    worlds: { type: "string", default: "50" },
    problems: { type: "string", default: "30,60,120,240,480" },
    samples: { type: "string", default: "8,16,48" },
    "samples-at": { type: "string", default: "120" },
    again: { type: "string", default: "30,120" },
    write: { type: "boolean" },
  },
  run: async ({ values }) => {
    const sizes = readCounts("problems", values.problems);
    const worlds = countsBySize(sizes, "worlds", values.worlds);
    const others = readCounts("samples", values.samples, 0)
      .filter((samples) => samples > 0);
    const at = readCounts("samples-at", values["samples-at"]);
    const again = readCounts("again", values.again, 0)
      .filter((math) => math > 0);
    const { study, knowledge } = await paperGrid();
    const planned = (
      samples: number,
      math: number,
      worlds: number,
      firstSeed = FIRST_SEED,
    ) => ({
      world: paperLike,
      trial: {
        study: withSamples(study, samples),
        worlds,
        firstSeed,
        problems: { math, knowledge },
      },
    });
    const axis = sizes.map((math, i) =>
      planned(study.samples.full, math, worlds[i]!)
    );
    const fresh = again.map((math) =>
      planned(study.samples.full, math, Math.max(...worlds), FRESH_SEED)
    );
    const all = [
      ...axis,
      ...fresh,
      ...others.flatMap((samples) =>
        at.map((math) => planned(samples, math, Math.min(...worlds)))
      ),
    ];
    const tried = await tryWorlds(all, teller(worldsOf(all)));
    const trials = {
      axis: tried.slice(0, axis.length),
      again: tried.slice(axis.length, axis.length + fresh.length),
      ofSamples: tried.slice(axis.length + fresh.length),
    };
    const report = powerReport(trials, FIGURE);
    console.log(report);
    if (values.write) {
      await writeAtomically(REPORT, report);
      await writeAtomically(
        `${dirname(REPORT)}/${FIGURE}`,
        powerFigure(trials.axis),
      );
    }
    return 0;
  },
});
