import { envelopeAt } from "./by_cost.ts";
import type { Scored } from "./domination.ts";
import { drawSums } from "./draw_sums.ts";
import { extremes } from "./extremes.ts";
import type { ProblemDraws } from "./resample.ts";

/** The envelope at some costs, with bands of 95 %; all in 0-1, one a cost. */
export interface EnvelopeBand {
  readonly envelope: Float64Array;
  /** Each holds 95 % of the draws at its own cost. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** They hold 95 % of the draws at all costs at once: sup-t, as wide everywhere in standard errors. */
  readonly lowerOfAll: Float64Array;
  readonly upperOfAll: Float64Array;
}

const TAIL = 0.025;
const clip = (share: number) => Math.min(1, Math.max(0, share));

/**
 * Bands of the envelope, the best score at most as costly, over joint problem
 * resamples and a grid of rising costs fixed beforehand. Resampled envelopes
 * lie above the one of the data, as it lies above the true one: a maximum
 * favours whatever the draw favours, so the bands show the spread and not the
 * bias (statistics.md A2). Refuses a cost at which nothing can be had, and
 * fewer than 39 draws (RangeError).
 */
export function envelopeBand(
  points: readonly Scored[],
  atCosts: readonly number[],
  drawn: ProblemDraws,
): EnvelopeBand {
  const { draws, problems } = drawn;
  const tail = Math.floor((draws + 1) * TAIL);
  if (tail < 1) {
    throw new RangeError(`Cannot draw a band from ${draws} draws: give 39`);
  }
  const ask = envelopeAt(
    points.map(({ cost }, at) => ({ at, cost })),
    atCosts,
  );
  const means = points.map(({ scores }) => {
    const sums = new Float64Array(draws);
    drawSums(drawn, scores, scores, sums, new Float64Array(draws));
    return sums;
  });
  const measured = points.map(({ scores }) =>
    Array.from(scores).reduce((sum, score) => sum + score, 0) / problems
  );
  const envelope = ask(measured).slice();
  atCosts.forEach((cost, q) => {
    if (envelope[q]! > -Infinity) return;
    throw new RangeError(`Cannot draw a band: nothing costs at most ${cost}`);
  });
  const columns = atCosts.map(() => new Float64Array(draws));
  for (let draw = 0; draw < draws; draw++) {
    const best = ask(means.map((sums) => sums[draw]! / problems));
    columns.forEach((column, q) => column[draw] = best[q]!);
  }
  const tails = columns.map((column) => extremes(column, tail));
  const errors = columns.map(errorOf);
  const largest = Float64Array.from(
    { length: draws },
    (_, draw) =>
      columns.reduce((most, column, q) => {
        const shift = Math.abs(column[draw]! - envelope[q]!);
        return errors[q]! > 0 ? Math.max(most, shift / errors[q]!) : most;
      }, 0),
  );
  const [, width] = extremes(largest, 2 * tail);
  return {
    envelope,
    lower: Float64Array.from(tails, ([low]) => low),
    upper: Float64Array.from(tails, ([, high]) => high),
    lowerOfAll: envelope.map((value, q) => clip(value - width * errors[q]!)),
    upperOfAll: envelope.map((value, q) => clip(value + width * errors[q]!)),
  };
}

/** Standard deviation. */
function errorOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
