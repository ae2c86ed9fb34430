import { equal, match } from "node:assert/strict";
import { paperLike } from "../../../pipeline/simulate/worlds/paper_like.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import { powerFigure } from "../../../pipeline/trials/power_figure.ts";

const study = await readDataSetStudy("data/paper");

Deno.test("powerFigure() has a panel for each finding and one for all, and says that it is simulated", () => {
  const axis = [30, 60].map((math, at) => ({
    world: paperLike,
    trial: {
      study,
      worlds: 4 - at,
      firstSeed: 1,
      problems: { math, knowledge: 198 },
    },
    findings: ["finding-1", "finding-2"],
    fates: Array.from(
      { length: 4 },
      (_, i) => [
        i <= at ? "supported" as const : "not supported" as const,
        "supported" as const,
      ],
    ),
  }));
  const svg = powerFigure(axis);
  equal(svg, powerFigure(axis));
  match(svg, />SIMULATED</);
  match(svg, /3 to 4 worlds a number of problems, seeds from 1 up/);
  match(svg, /F1: 25 % with 30 problems, 50 % with 60 problems\./);
  match(svg, /F2: 100 % with 30 problems, 100 % with 60 problems\./);
  match(svg, /all six: 25 % with 30 problems, 50 % with 60 problems\./);
});
