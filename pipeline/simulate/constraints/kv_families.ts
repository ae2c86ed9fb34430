/** Constraints 9f, continued: eviction or quantization of the KV cache. */
import type { Grid } from "../grid.ts";
import {
  EVICTING,
  pooled,
  QUANTIZED,
  RETAINED,
  SHARED_DRAWS,
} from "./compression.ts";
import {
  type Constraint,
  constraint,
  firstWritten,
  found,
  held,
  type Rule,
} from "./constraint.ts";
import { meanGap } from "./curves.ts";
import {
  at,
  type ConfigName,
  CONFIGS,
  heavierThan,
  isOfSize,
  lighterThan,
  weightsOf,
} from "./places.ts";
import { spearman } from "./ranks.ts";

const LONGEST = 30000;

const compressed = (grid: Grid, kv: string, name: ConfigName) =>
  at(grid, grid.compressed[kv]!, name, LONGEST);

/** Points that a strategy loses at 30k tokens. */
const lossOf = (grid: Grid, kv: string, name: ConfigName) =>
  compressed(grid, "full", name) - compressed(grid, kv, name);

const relativeLoss = (grid: Grid, kv: string, name: ConfigName) =>
  lossOf(grid, kv, name) / Math.max(compressed(grid, "full", name), 1e-9);

/** What eviction is above quantization on average, at equal memory. */
const lead = (grid: Grid, name: ConfigName) =>
  meanGap(pooled(grid, [name], EVICTING), pooled(grid, [name], QUANTIZED));

const evictionIsBetter: Rule = (grid) => {
  const small = lighterThan(grid, "8B-8");
  const leads = Math.min(...small.map((name) => lead(grid, name)));
  const named = Math.min(
    ...small.map((name) =>
      compressed(grid, "rkv-8192", name) - compressed(grid, "hqq-4", name)
    ),
  );
  return found(leads > 0 && named > 0, leads, named);
};

const fourBitsHurt: Rule = (grid) => {
  const small = lighterThan(grid, "8B-8");
  const holds = small.every((name) =>
    (lossOf(grid, "hqq-4", name) >= 5 ||
      relativeLoss(grid, "hqq-4", name) >= 0.1) &&
    lossOf(grid, "hqq-8", name) <= 2
  );
  return found(
    holds,
    ...small.flatMap((name) => [
      lossOf(grid, "hqq-4", name),
      relativeLoss(grid, "hqq-4", name),
    ]),
  );
};

const isEven = (points: number): Rule => (grid) => {
  const large = heavierThan(grid, "8B-8");
  const losses = large.map((name) => lossOf(grid, "hqq-4", name));
  const leads = large.map((name) => lead(grid, name));
  return found(
    [...losses, ...leads].every((value) => Math.abs(value) <= points),
    ...losses,
    ...leads,
  );
};

const twoBitsHurt: Rule = (grid) => {
  const relative = CONFIGS.map((name) => relativeLoss(grid, "hqq-2", name));
  const points = CONFIGS.filter((name) => !isOfSize(name, "0.6B", "1.7B"))
    .map((name) => lossOf(grid, "hqq-2", name));
  return found(
    Math.min(...relative) >= 0.15 && Math.min(...points) >= 10,
    ...relative,
  );
};

const similar8B: Rule = (grid) => {
  const gap = meanGap(
    pooled(grid, ["8B-16"], ["rkv-2048", "rkv-4096"]),
    pooled(grid, ["8B-16"], ["hqq-4"]),
  );
  return found(Math.abs(gap) <= 4, gap);
};

const lossFallsWithWeights: Rule = (grid) => {
  const lightestFirst = CONFIGS.toSorted((a, b) =>
    weightsOf(grid, a) - weightsOf(grid, b)
  );
  const losses = lightestFirst.map((name) => relativeLoss(grid, "hqq-4", name));
  if (grid.isDrawn) {
    const weights = lightestFirst.map((name) => weightsOf(grid, name));
    const rank = spearman(weights, losses);
    return found(rank < -0.6, rank);
  }
  const most = Math.max(...losses.slice(1).map((loss, i) => loss - losses[i]!));
  return found(most <= 1e-9, most);
};

const windowIsWorse: Rule = (grid) => {
  const most = Math.max(...RETAINED.flatMap((retained) => {
    const scores = grid.compressed[`rkv-${retained}`]!;
    return Array.from(
      grid.compressed[`streaming-${retained}`]!,
      (score, i) => score - scores[i]!,
    );
  }));
  return found(most <= 0.01, most);
};

/** Constraints C37 to C43. */
export const kvFamilies: readonly Constraint[] = [
  constraint(
    "C37",
    "For models lighter than 8B at 8 bits R-KV is better than KV quantization at equal memory.",
    held(160, evictionIsBetter, {
      asks:
        "on average over memory, and R-KV with 8192 tokens above 4-bit KV at 30k",
    }),
  ),
  constraint(
    "C38",
    "Models lighter than 8B at 8 bits lose clearly with 4-bit KV and little with 8-bit KV.",
    held(145, fourBitsHurt, {
      asks: "at 30k tokens at least 5 points or 10 %, and at most 2 points",
    }),
  ),
  constraint(
    "C39",
    "Models heavier than 8B at 8 bits lose hardly anything with 4-bit KV, and R-KV and KV quantization are about even.",
    held(134, isEven(2.5), { asks: "both within 2.5 points" }),
    firstWritten(true, 85, isEven(2), { asks: "both within 2 points" }),
  ),
  constraint(
    "C40",
    "2-bit KV loses clearly at every size.",
    held(160, twoBitsHurt, {
      asks: "at 30k tokens at least 15 %, and 10 points from 4B on",
    }),
  ),
  constraint(
    "C41",
    "For 8B at 16 bits R-KV with 2048 or 4096 tokens and 4-bit KV do alike.",
    held(142, similar8B, { asks: "within 4 points on average over memory" }),
  ),
  constraint(
    "C42",
    "What 4-bit KV loses falls as weights grow.",
    held(160, lossFallsWithWeights, {
      asks:
        "relative loss at 30k tokens, at every step; in a drawn grid by rank correlation below -.6",
      remark: SHARED_DRAWS,
    }),
  ),
  constraint(
    "C43",
    "StreamingLLM is nowhere above R-KV that retains as much.",
    held(160, windowIsWorse, {
      remark: SHARED_DRAWS,
    }),
  ),
];
