import { differences } from "./paired.ts";
import { familyBounds } from "./family.ts";
import type { ProblemDraws } from "./resample.ts";

/** A point of a trade-off with the score, in 0-1, of every problem. */
export interface Scored {
  readonly cost: number;
  readonly scores: ArrayLike<number>;
}

/** Evidence that one point beats another that is not cheaper. */
export interface Certificate {
  /** Places among the points given. */
  readonly winner: number;
  readonly loser: number;
  /** Mean difference in score, and its simultaneous lower bound, above 0. */
  readonly difference: number;
  readonly lower: number;
  /** Step-down p value. */
  readonly adjustedP: number;
}

/** All certificates of some points, and how many pairs were looked at for them. */
export interface Certificates {
  readonly comparisons: number;
  /** Of these, those of whose problems enough differ to be resampled; the others show nothing. */
  readonly resampled: number;
  readonly certificates: readonly Certificate[];
}

/**
 * Domination beyond the noise of the problems: the winner costs at most as
 * much, and the lower bound of its paired difference, held over all such pairs
 * at once, is above 0 (statistics.md A2). Ordered by loser, the best bound
 * first. A point without a certificate against it is not shown to be on the
 * frontier. Refuses what `familyBounds` and `differences` do, and costs that
 * are no finite numbers (RangeError).
 */
export function dominationCertificates(
  points: readonly Scored[],
  drawn: ProblemDraws,
  level = 0.05,
): Certificates {
  const winners: number[] = [];
  const losers: number[] = [];
  points.forEach(({ cost }, loser) => {
    if (!Number.isFinite(cost)) {
      throw new RangeError(
        `Cannot compare the cost of a point: it is no finite number, ${cost}`,
      );
    }
    points.forEach((rival, winner) => {
      if (winner === loser || !(rival.cost <= cost)) return;
      winners.push(winner);
      losers.push(loser);
    });
  });
  const { mean, lower, adjustedP, resampled } = familyBounds(
    winners.length,
    (i) => differences(points[winners[i]!]!.scores, points[losers[i]!]!.scores),
    drawn,
    level,
  );
  const certificates = winners.map((winner, i) => ({
    winner,
    loser: losers[i]!,
    difference: mean[i]!,
    lower: lower[i]!,
    adjustedP: adjustedP[i]!,
  })).filter((each) => each.lower > 0).sort((a, b) =>
    a.loser - b.loser || b.lower - a.lower || a.winner - b.winner
  );
  return { comparisons: winners.length, resampled, certificates };
}
