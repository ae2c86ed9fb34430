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
    /Cannot let 5 samples vote: there are 4/,
  );
  for (const group of [0, -1, 1.5, NaN]) {
    throws(() => majorityAccuracy({ ...vote, group }), RangeError);
  }
  throws(() => majorityAccuracy({ ...vote, counts: [-1, 2] }), RangeError);
  throws(() => majorityAccuracy({ ...vote, invalid: 0.5 }), RangeError);
  throws(
    () => majorityAccuracy({ ...vote, correctClasses: [2] }),
    /right answer 2/,
  );
});

/** Votes of one problem: right samples, wrong classes, missing ones, at most 24 in all. */
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

Deno.test("majorityCurve() gives what majorityAccuracy() does, for 32 samples too", () => {
  fc.assert(fc.property(anyVotes, (votes) => {
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

Deno.test("the order of wrong answers changes nothing", () => {
  fc.assert(fc.property(anyVotes, (votes) => {
    deepEqual(
      [...curve({ ...votes, wrong: votes.wrong.toReversed() })].map((x) =>
        x.toFixed(12)
      ),
      [...curve(votes)].map((x) => x.toFixed(12)),
    );
  }));
});

Deno.test("majorityCurve() stays a share for 255 samples", () => {
  const [score] = majorityCurve(120, [100, 20], 15, [127]);
  ok(score! > 0.5 && score! <= 1);
});
