/** Worlds in which the true accuracy is known, to count how often an interval holds it. */
import { uniform } from "../simulate/chance.ts";

/** Problems whose chances to be answered right come from one Beta distribution. */
export interface World {
  readonly name: string;
  /** The Beta distribution's two parameters. */
  readonly right: number;
  readonly wrong: number;
  readonly problems: number;
  readonly samples: number;
}

const AIME = { problems: 30, samples: 32 };

/** Benchmarks like AIME, middling, easy, hard and all or nothing, and one like GPQA-Diamond. */
export const WORLDS: readonly World[] = [
  { name: "mean .5", right: 1, wrong: 1, ...AIME },
  { name: "mean .8", right: 1.6, wrong: 0.4, ...AIME },
  { name: "mean .1", right: 0.2, wrong: 1.8, ...AIME },
  { name: "U shape", right: 0.3, wrong: 0.3, ...AIME },
  { name: "GPQA-like", right: 1.2, wrong: 0.8, problems: 198, samples: 32 },
];

/** The accuracy on all problems there could be. */
export function trueAccuracy({ right, wrong }: World): number {
  return right / (right + wrong);
}

/** Words that keep the draws of one problem apart; a beta draw takes two at each try. */
const FOR_SAMPLES = 0;
const FOR_CHANCE = 1;

/** The score of every problem in the draw of a number: the share of samples that are right. */
export function drawScores(
  { right, wrong, problems, samples }: World,
  seed: number,
  draw: number,
): Float64Array {
  const scores = new Float64Array(problems);
  for (let problem = 0; problem < problems; problem++) {
    const chance = beta(
      right,
      wrong,
      (word) => uniform(seed, draw, problem, FOR_CHANCE + word),
    );
    const at = uniform(seed, draw, problem, FOR_SAMPLES);
    scores[problem] = binomial(samples, chance, at) / samples;
  }
  return scores;
}

/** A Beta draw (Jöhnk 1964) from uniform ones, `of` a word each. */
export function beta(
  a: number,
  b: number,
  of: (word: number) => number,
): number {
  for (let word = 0;; word += 2) {
    // In logarithms: small parameters make powers beyond a double's range.
    const x = Math.log(of(word)) / a;
    const y = Math.log(of(word + 1)) / b;
    const most = Math.max(x, y);
    const sum = most + Math.log(Math.exp(x - most) + Math.exp(y - most));
    if (sum <= 0) return Math.exp(x - sum);
  }
}

/** How many of n come out right: the first count whose cumulated chance passes `at`, in 0-1. */
export function binomial(n: number, chance: number, at: number): number {
  if (chance > 0.5) return n - binomial(n, 1 - chance, 1 - at);
  let ofCount = (1 - chance) ** n;
  let passed = ofCount;
  let count = 0;
  while (passed <= at && count < n) {
    count++;
    ofCount *= (n - count + 1) / count * chance / (1 - chance);
    passed += ofCount;
  }
  return count;
}
