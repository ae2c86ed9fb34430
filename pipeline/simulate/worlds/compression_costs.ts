/** N5: every compressed cache loses 20 points. */
import type { Run } from "../../study/run.ts";
import { budgetsOf } from "../../study/study.ts";
import { uniform } from "../chance.ts";
import { type DrawTrajectory, RIGHT } from "../draw.ts";
import { drawnMeasurements, type DrawRun } from "./drawn.ts";
import type { Setting, World } from "./world.ts";

const POINTS = 0.2;
/** Keeps these draws apart from all others. */
const SPOILT = 4;
/** The most attractive wrong answer. */
const WRONG = 1;

/** Turns right answers of the full cache wrong, so many that 20 points are lost where there are as many. */
function spoiling({ study, seed, problems }: Setting) {
  const known = new Map<string, Map<number, number>>();
  return (calibrated: DrawRun, run: Run): DrawTrajectory => {
    const { benchmark, model, bits, kv } = run;
    if (kv.kind === "full") return calibrated(run);
    const full = calibrated({ ...run, kv: { kind: "full" } });
    const name = `${benchmark.name} ${model.name} ${bits}`;
    const right = known.get(name) ?? rightShares(
      full,
      problems[benchmark.task],
      study.samples.compressed,
      budgetsOf(study, benchmark.name),
    );
    known.set(name, right);
    return (problem, sample) => {
      const { length, classAt } = full(problem, sample);
      const u = uniform(seed, SPOILT, bits, problem, sample);
      return {
        length,
        classAt: (budget) => {
          const said = classAt(budget);
          return said === RIGHT && u * right.get(budget)! < POINTS
            ? WRONG
            : said;
        },
      };
    };
  };
}

function rightShares(
  draw: DrawTrajectory,
  problems: number,
  samples: number,
  budgets: readonly number[],
): Map<number, number> {
  const right = new Map(budgets.map((budget) => [budget, 0]));
  for (let problem = 0; problem < problems; problem++) {
    for (let sample = 0; sample < samples; sample++) {
      const { classAt } = draw(problem, sample);
      for (const budget of budgets) {
        if (classAt(budget) !== RIGHT) continue;
        right.set(budget, right.get(budget)! + 1 / (problems * samples));
      }
    }
  }
  return right;
}

export const compressionCosts: World = {
  name: "N5",
  idea: "every compressed cache 20 points worse than the full one",
  refutes: ["finding-5", "finding-6"],
  measure: (setting) => drawnMeasurements(setting, { draw: spoiling(setting) }),
};
