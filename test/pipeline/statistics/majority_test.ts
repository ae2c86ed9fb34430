import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  type InvalidPolicy,
  majorityAccuracy,
  majorityCurve,
  type Tie,
} from "../../../pipeline/statistics/majority.ts";
import { passAtK } from "../../../pipeline/statistics/pass_at_k.ts";
import { fraction } from "../../../pipeline/statistics/rational.ts";

interface VectorCase {
  id: string;
  N: number;
  counts: number[];
  correctClasses: number[];
  invalid: number;
  expected: {
    invalidPolicy: InvalidPolicy;
    tie: Tie;
    G: number;
    exact: string | null;
    value: number;
  }[];
}

const { cases } = JSON.parse(
  Deno.readTextFileSync("test/fixtures/majority.json"),
) as {
  cases: VectorCase[];
};

const near = (found: number, wanted: number, message?: string) =>
  ok(
    Math.abs(found - wanted) <= 1e-12,
    `${message ?? ""} ${found} is not ${wanted}`,
  );

Deno.test("majorityAccuracy() meets every vector to 1e-12", () => {
  let checked = 0;
  for (const { id, counts, correctClasses, invalid, expected } of cases) {
    for (const { invalidPolicy, tie, G: group, exact, value } of expected) {
      const found = majorityAccuracy({
        counts,
        correctClasses,
        invalid,
        group,
        tie,
        invalidPolicy,
      });
      near(found, value, `${id} G=${group} ${tie} ${invalidPolicy}`);
      if (exact) {
        const { numerator, denominator } = fraction(exact);
        near(found, Number(numerator) / Number(denominator), id);
      }
      checked++;
    }
  }
  ok(checked > 250, `only ${checked} expectations`);
});

Deno.test("majorityAccuracy() worked by hand: 2 right, 1 wrong; three of three always win", () => {
  const vote = { counts: [2, 1], correctClasses: [0], invalid: 0 };
  // Of the three pairs one is right-right (1) and two tie (1/2).
  near(majorityAccuracy({ ...vote, group: 2 }), 2 / 3);
  equal(majorityAccuracy({ ...vote, group: 3 }), 1);
});

Deno.test("majorityAccuracy() refuses votes that cannot be", () => {
  const vote = { counts: [2, 1], correctClasses: [0], invalid: 1, group: 2 };
  throws(
    () => majorityAccuracy({ ...vote, group: 5 }),
    /Cannot let a group of 5 vote: there are 4 samples/,
  );
  for (const group of [0, -1, 1.5, NaN]) {
    throws(() => majorityAccuracy({ ...vote, group }), RangeError);
  }
  throws(() => majorityAccuracy({ ...vote, counts: [-1, 2] }), RangeError);
  throws(() => majorityAccuracy({ ...vote, invalid: 0.5 }), RangeError);
  for (const at of [2, -1, 0.5]) {
    throws(
      () => majorityAccuracy({ ...vote, correctClasses: [at] }),
      new RegExp(`Cannot find the right answer: there are 2 answers, no ${at}`),
    );
  }
});

Deno.test("majorityCurve() refuses votes that cannot be, beyond 56 samples too", () => {
  for (const group of [0, -1, 1.5, NaN, 5]) {
    throws(() => majorityCurve(2, [1], 1, [1, group]), RangeError);
  }
  for (const bad of [-1, 0.5, NaN]) {
    throws(() => majorityCurve(bad, [4], 1, [1]), RangeError);
    throws(() => majorityCurve(2, [4, bad], 1, [1]), RangeError);
    throws(() => majorityCurve(2, [4], bad, [1]), RangeError);
  }
  throws(() => majorityCurve(40, [40], 0, [81]), /there are 80 samples/);
});

Deno.test("majorityCurve() meets every vector of one right answer, under all three policies", () => {
  let checked = 0;
  for (const { counts, correctClasses, invalid, expected } of cases) {
    if (correctClasses.length > 1) continue;
    const right = correctClasses.length === 1 ? counts[correctClasses[0]!]! : 0;
    const wrong = counts.filter((_, at) => at !== correctClasses[0]);
    const curves = {
      abstain: (g: number) => majorityCurve(right, wrong, invalid, [g]),
      as_answer: (g: number) =>
        majorityCurve(right, [...wrong, invalid], 0, [g]),
      distinct: (g: number) =>
        majorityCurve(right, [...wrong, ...Array(invalid).fill(1)], 0, [g]),
    };
    for (const { invalidPolicy, tie, G, value } of expected) {
      if (tie !== "uniform") continue;
      near(curves[invalidPolicy](G)[0]!, value);
      checked++;
    }
  }
  ok(checked >= 100, `only ${checked} expectations`);
});

/** Votes of one problem: right samples, wrong classes, missing ones, at most 28 in all. */
const anyVotes = fc.record({
  right: fc.nat(8),
  wrong: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
  missing: fc.nat(4),
}).filter(({ right, wrong, missing }) => right + wrong.length + missing > 0);

type Votes = { right: number; wrong: number[]; missing: number };

const total = ({ right, wrong, missing }: Votes) =>
  wrong.reduce((sum, count) => sum + count, right + missing);
const groupsUpTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const curve = (votes: Votes, groups = groupsUpTo(total(votes))) =>
  majorityCurve(votes.right, votes.wrong, votes.missing, groups);

/** The definition: every subset of the samples, ties split. */
function byEnumeration(
  { right, wrong, missing }: Votes,
  group: number,
): number {
  const samples = [
    ...Array(right).fill(0),
    ...wrong.flatMap((count, i) => Array(count).fill(i + 1)),
    ...Array(missing).fill(-1),
  ] as number[];
  let score = 0;
  let subsets = 0;
  const walk = (from: number, chosen: number[]) => {
    if (chosen.length === group) {
      subsets++;
      const counts = new Map<number, number>();
      for (const answer of chosen) {
        if (answer >= 0) counts.set(answer, (counts.get(answer) ?? 0) + 1);
      }
      const top = Math.max(0, ...counts.values());
      const winners = [...counts].filter(([, count]) => count === top).map((
        [answer],
      ) => answer);
      if (winners.includes(0)) score += 1 / winners.length;
      return;
    }
    for (let i = from; i < samples.length; i++) {
      walk(i + 1, [...chosen, samples[i]!]);
    }
  };
  walk(0, []);
  return score / subsets;
}

Deno.test("majorityCurve() is the mean over all subsets", () => {
  const few = anyVotes.filter((votes) => total(votes) <= 10);
  fc.assert(fc.property(few, (votes) => {
    const found = curve(votes);
    groupsUpTo(total(votes)).forEach((group, i) =>
      near(found[i]!, byEnumeration(votes, group))
    );
  }));
});

/** The same of 32 samples and more, with tall answers, up to where doubles are exact. */
const manyVotes = fc.record({
  right: fc.nat(14),
  wrong: fc.array(fc.nat(12), { minLength: 1, maxLength: 8 }),
  missing: fc.nat(8),
}).filter((votes) => total(votes) >= 32 && total(votes) <= 56);

Deno.test("majorityCurve() gives what majorityAccuracy() does, up to 56 samples", () => {
  fc.assert(fc.property(fc.oneof(anyVotes, manyVotes), (votes) => {
    const { right, wrong, missing } = votes;
    groupsUpTo(total(votes)).forEach((group, i) =>
      near(
        curve(votes)[i]!,
        majorityAccuracy({
          counts: [right, ...wrong],
          correctClasses: [0],
          invalid: missing,
          group,
        }),
      )
    );
  }));
});

Deno.test("maj@1 is pass@1, and maj@2 is too when no answer is missing", () => {
  fc.assert(fc.property(anyVotes, (votes) => {
    const share = votes.right / total(votes);
    near(curve(votes)[0]!, share);
    if (votes.missing === 0 && total(votes) > 1) near(curve(votes)[1]!, share);
  }));
});

Deno.test("maj@N is the plain majority, a tie among r gives 1/r", () => {
  fc.assert(fc.property(anyVotes, (votes) => {
    const tallest = Math.max(votes.right, ...votes.wrong);
    const winners = [votes.right, ...votes.wrong].filter((count) =>
      count === tallest
    ).length;
    const wanted = votes.right === tallest && tallest > 0 ? 1 / winners : 0;
    near(curve(votes).at(-1)!, wanted);
  }));
});

Deno.test("over all answers the chances to win and the chance of no vote sum to 1", () => {
  fc.assert(fc.property(anyVotes, fc.nat(), (votes, pick) => {
    const counts = [votes.right, ...votes.wrong];
    const group = 1 + pick % total(votes);
    const wins = counts.map((_, i) =>
      majorityAccuracy({
        counts,
        correctClasses: [i],
        invalid: votes.missing,
        group,
      })
    );
    const silent = votes.missing >= group
      ? 1 - passAtK(total(votes), total(votes) - votes.missing, group)
      : 0;
    near(wins.reduce((sum, win) => sum + win, 0) + silent, 1);
  }));
});

Deno.test("maj@G of N samples is the mean over the N sets that leave one out", () => {
  fc.assert(fc.property(anyVotes.filter((v) => total(v) > 1), (votes) => {
    const { right, wrong, missing } = votes;
    const n = total(votes);
    const groups = groupsUpTo(n - 1);
    const without: [number, Float64Array][] = [];
    if (right > 0) {
      without.push([right, curve({ ...votes, right: right - 1 }, groups)]);
    }
    if (missing > 0) {
      without.push([
        missing,
        curve({ ...votes, missing: missing - 1 }, groups),
      ]);
    }
    wrong.forEach((count, i) =>
      without.push([
        count,
        curve({ ...votes, wrong: wrong.with(i, count - 1) }, groups),
      ])
    );
    groups.forEach((_, g) =>
      near(
        curve(votes)[g]!,
        without.reduce((sum, [weight, of]) => sum + weight * of[g]!, 0) / n,
      )
    );
  }));
});

Deno.test("maj@G is at most pass@G; pessimistic <= uniform <= optimistic", () => {
  fc.assert(fc.property(anyVotes, fc.nat(), (votes, pick) => {
    const group = 1 + pick % total(votes);
    const vote = (tie: Tie) =>
      majorityAccuracy({
        counts: [votes.right, ...votes.wrong],
        correctClasses: [0],
        invalid: votes.missing,
        group,
        tie,
      });
    ok(vote("pessimistic") <= vote("uniform") + 1e-12);
    ok(vote("uniform") <= vote("optimistic") + 1e-12);
    ok(vote("optimistic") <= passAtK(total(votes), votes.right, group) + 1e-12);
  }));
});

Deno.test("turning a wrong sample into a right one never lowers the score", () => {
  fc.assert(
    fc.property(anyVotes.filter(({ wrong }) => wrong.length > 0), (votes) => {
      const better = {
        ...votes,
        right: votes.right + 1,
        wrong: votes.wrong.with(0, votes.wrong[0]! - 1),
      };
      const [before, after] = [curve(votes), curve(better)];
      before.forEach((score, i) => ok(after[i]! >= score - 1e-12));
    }),
  );
});

Deno.test("the order and the names of answers change nothing, not one bit", () => {
  fc.assert(fc.property(manyVotes, fc.nat(), (votes, pick) => {
    const { right, wrong, missing } = votes;
    const turned = { ...votes, wrong: wrong.toReversed() };
    deepEqual(curve(turned), curve(votes));
    const group = 1 + pick % total(votes);
    const vote = { invalid: missing, group };
    equal(
      majorityAccuracy({
        ...vote,
        counts: [right, ...wrong],
        correctClasses: [0],
      }),
      majorityAccuracy({
        ...vote,
        counts: [...turned.wrong, right],
        correctClasses: [wrong.length],
      }),
    );
  }));
});

Deno.test("majorityCurve() reads typed arrays, does not mind zeros and keeps nothing between calls", () => {
  const groups = [1, 3, 4, 6, 8, 12, 16];
  const first = majorityCurve(20, [5, 3, 2, 1, 1], 0, groups);
  majorityCurve(3, [9, 9, 9, 2], 5, groupsUpTo(37));
  deepEqual(
    majorityCurve(20, new Uint8Array([0, 5, 3, 2, 1, 1, 0]), 0, groups),
    first,
  );
  deepEqual(majorityCurve(20, [5, 3, 2, 1, 1], 0, []), new Float64Array(0));
  const [odd] = majorityCurve(20, [5, 3, 2, 1, 1], 0, [3]);
  equal(odd, 565 / 744);
});

Deno.test("majorityCurve() takes groups in any order", () => {
  const rising = majorityCurve(2, [1, 1], 1, [1, 2, 3]);
  deepEqual(
    [...majorityCurve(2, [1, 1], 1, [3, 2, 1])],
    [...rising].toReversed(),
  );
});

Deno.test("beyond 56 samples: 40 right, 40 wrong and 40 others tie, whatever the group", () => {
  for (const group of [1, 2, 3, 60, 119, 120]) {
    const vote = {
      counts: [40, 40, 40],
      correctClasses: [0],
      invalid: 0,
      group,
    };
    near(majorityAccuracy(vote), 1 / 3);
    near(majorityAccuracy({ ...vote, correctClasses: [2, 1] }), 2 / 3);
    near(majorityCurve(40, [40, 40], 0, [group])[0]!, 1 / 3);
  }
});

Deno.test("beyond 56 samples: a vote of three worked by hand, 30 right of 60", () => {
  // Right wins 2 or 3 of 3; the other 30 answers are all different.
  const all = 60 * 59 * 58;
  const three = 30 * 29 * 28;
  const two = 3 * 30 * 29 * 30;
  const tied = 3 * 30 * 30 * 29;
  near(
    majorityCurve(30, Array(30).fill(1), 0, [3])[0]!,
    (three + two + tied / 3) / all,
  );
});
