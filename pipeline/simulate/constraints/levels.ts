/** Constraints 9g: absolute levels, published outside the paper. */
import type { Grid } from "../grid.ts";
import {
  type Constraint,
  constraint,
  firstWritten,
  found,
  held,
  type Rule,
} from "./constraint.ts";
import { lossAt4Bits } from "./knowledge.ts";
import { at, SIZES } from "./places.ts";
import { spearman } from "./ranks.ts";

const LONGEST = 30000;
/** Published scores at 16 bits and 30k tokens or more, per cent by size. */
const MATHEMATICS = [15.1, 36.8, 65.6, 67.3, 70.4, 72.9];
const KNOWLEDGE = [28, 40, 56, 61, 64.5, 68];
/** The size whose published level C12 rules out. */
const RULED_OUT = 1;

/** As the published levels are printed. */
const tenth = (points: number) => Math.round(10 * points) / 10;

const offsets = (grid: Grid, scores: Float64Array, published: number[]) =>
  SIZES.map((size, i) =>
    tenth(at(grid, scores, `${size}-16`, LONGEST) - published[i]!)
  );

/** How far from a published level noise may lead. */
const tolerance = ({ isDrawn }: Grid) => isDrawn ? 3 : 1;

const publishedMathematics: Rule = (grid) => {
  const off = offsets(grid, grid.accuracy, MATHEMATICS);
  return found(
    off.every((value, i) =>
      i === RULED_OUT || Math.abs(value) <= tolerance(grid)
    ),
    ...off,
  );
};

const published1_7B: Rule = (grid) => {
  const off = offsets(grid, grid.accuracy, MATHEMATICS)[RULED_OUT]!;
  return found(Math.abs(off) <= tolerance(grid), off);
};

const publishedKnowledge = (points: number): Rule => (grid) => {
  const off = offsets(grid, grid.knowledge, KNOWLEDGE);
  return found(off.every((value) => Math.abs(value) <= points), ...off);
};

/** What 8 bits are below 16, points. */
const losses8Bit = (grid: Grid) =>
  SIZES.map((size) =>
    tenth(
      at(grid, grid.accuracy, `${size}-16`, LONGEST) -
        at(grid, grid.accuracy, `${size}-8`, LONGEST),
    )
  );

const eightBitsHold: Rule = (grid) => {
  const losses = losses8Bit(grid);
  const most = grid.isDrawn ? 4 : 1;
  return found(losses.every((loss) => Math.abs(loss) <= most), ...losses);
};

const eightBitsLoseLittle: Rule = (grid) => {
  const losses = losses8Bit(grid);
  return found(
    losses.every((loss, i) => Math.abs(loss) <= (i < 2 ? 2 : 1)),
    ...losses,
  );
};

const fourBitsLose: Rule = (grid) => {
  const losses = SIZES.map((size) => lossAt4Bits(grid, grid.accuracy, size));
  const falls = losses.every((loss, i) =>
    grid.isDrawn || i === 0 || loss <= losses[i - 1]! + 0.001
  );
  const rank = spearman(SIZES.map((_, i) => i), losses);
  return found(
    falls && losses[4]! > 0.04 && losses[5]! > 0.07 && rank < -0.7,
    ...losses,
  );
};

const quarterAt1_7B: Rule = (grid) => {
  const loss = lossAt4Bits(grid, grid.accuracy, "1.7B");
  return found(loss >= 0.18 && loss <= 0.32, loss);
};

/** Constraints C44 to C47. */
export const levels: readonly Constraint[] = [
  constraint(
    "C44",
    "At 16 bits and 30k tokens mathematics is near 15.1, 36.8, 65.6, 67.3, 70.4 and 72.9 % from 0.6B to 32B.",
    held(155, publishedMathematics, {
      asks: "within 1 point, 3 in a drawn grid, to a tenth, without 1.7B",
    }),
    firstWritten(false, 0, published1_7B, {
      part: " at 1.7B",
      asks: "the same at 1.7B",
      unmet:
        "C12 keeps 1.7B below 30 %, the published 36.8 % had a longer budget",
    }),
  ),
  constraint(
    "C45",
    "At 16 bits and 30k tokens knowledge is near 28, 40, 56, 61, 64.5 and 68 % from 0.6B to 32B.",
    held(160, publishedKnowledge(2), { asks: "within 2 points" }),
    firstWritten(true, 159, publishedKnowledge(1.5), {
      asks: "within 1.5 points",
    }),
  ),
  constraint(
    "C46",
    "At 30k tokens 8 bits are within sampling noise of 16, a point from 4B on and slightly more below.",
    held(152, eightBitsHold, {
      asks: "within 1 point, 4 in a drawn grid",
      remark: "0.6B at 8 bits is .6 above 16 bits, which helps C10a",
    }),
    firstWritten(true, 6, eightBitsLoseLittle, {
      asks: "within 1 point from 4B on and 2 below, in a drawn grid too",
      remark: "the bounds are our reading, the source gives none",
    }),
  ),
  constraint(
    "C47",
    "What 4 bits lose of mathematics falls with size but stays above 4 % at 14B and 7 % at 32B.",
    held(160, fourBitsLose, {
      part: " order",
      asks:
        "of the 16-bit score at 30k tokens; falls at every size, in a drawn grid by rank correlation below -.7",
    }),
    firstWritten(false, 0, quarterAt1_7B, {
      part: " at 1.7B",
      asks: "about a quarter: 18 to 32 %",
      unmet:
        "with a loss of 25 % 1.7B at 4 bits and 10k tokens stays on the frontier, against C10; it is 44 %",
    }),
  ),
];
