import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  decided,
  type Finding,
  insufficient,
  type Scores,
} from "../../../pipeline/findings/finding.ts";
import { rulings } from "../../../pipeline/findings/ruling.ts";
import { results } from "../../../pipeline/reproduce.ts";
import {
  problemDraws,
  type Resampling,
  RULING_DRAWS,
  rulingDraws,
} from "../../../pipeline/statistics/resample.ts";
import { measured } from "../../fixtures/measured.ts";
import { tinyStudy } from "../../fixtures/tiny.ts";

const study = tinyStudy();
const PROBLEMS = 10;

type Rule = (accuracy: Float64Array) => boolean | "insufficient";

/** A finding of the parts a, b, c ..; `beside` do not decide. */
function finding(
  name: string,
  rules: readonly Rule[],
  beside: readonly Rule[] = [],
): Finding {
  return {
    name,
    claim: "A claim.",
    parts: () =>
      [...rules, ...beside].map((rule, i) => ({
        part: "abcdef"[i]!,
        statement: "A statement.",
        deciding: i < rules.length,
        decide: ({ accuracy }) => {
          const passes = rule(accuracy);
          return passes === "insufficient"
            ? insufficient("too few")
            : decided(passes, `it is ${accuracy[0]!.toFixed(2)}`);
        },
      })),
  };
}

const moreThan = (border: number): Rule => ([first]) => first! > border;

/** A measurement that is right on the first `right` of ten problems. */
const world = (right: number) =>
  measured({
    perProblem: Array.from({ length: PROBLEMS }, (_, i) => i < right ? 1 : 0),
  });

/** Scores of ten problems no two sums of which are alike, up to very few. */
const UNEVEN = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
  .map((prime) => Math.sqrt(prime) % 1);

/** Means of every resample, in the order of the draws. */
function resampled(
  perProblem: readonly number[],
  { draws: count, seed }: Resampling = RULING_DRAWS,
): number[] {
  const { draws, counts } = problemDraws(perProblem.length, count, seed);
  return Array.from({ length: draws }, (_, draw) => {
    const picked = perProblem.flatMap((score, i) =>
      Array<number>(counts[draw * perProblem.length + i]!).fill(score)
    );
    return picked.reduce((sum, score) => sum + score, 0) / perProblem.length;
  });
}

const rule = (right: number, ...findings: Finding[]) =>
  rulings(study, [world(right)], findings);

Deno.test("rulings() supports what passes on the data and in every draw: p 1/1001, adjusted 6/1001", () => {
  const [ruling] = rule(10, finding("f", [moreThan(0.5)]));
  equal(ruling!.says, "supported");
  equal(ruling!.p, 1 / 1001);
  equal(ruling!.adjustedP, 6 / 1001);
  equal(ruling!.passingShare, 1);
  match(ruling!.because, /in 1000 of 1000 resamples/);
});

Deno.test("rulings() calls point only what passes on the data and fails in too many draws", () => {
  const [ruling] = rule(6, finding("f", [moreThan(0.5)]));
  const means = resampled([1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  const failing = means.filter((mean) => !(mean > 0.5)).length;
  ok(failing > 100 && failing < 900);
  equal(ruling!.says, "point only");
  equal(ruling!.p, (1 + failing) / 1001);
  equal(ruling!.passingShare, 1 - failing / 1000);
  equal(ruling!.adjustedP, 1);
});

Deno.test("rulings() calls undecided what fails on the data and not in 95 % of the draws", () => {
  const [ruling] = rule(5, finding("f", [moreThan(0.5)]));
  equal(ruling!.says, "undecided");
  match(ruling!.because, /^\(a\) it is 0\.50; fails in \d+ of 1000 resamples$/);
});

Deno.test("rulings() calls contradicted what fails on the data and in 95 % of the draws", () => {
  const [ruling] = rule(0, finding("f", [moreThan(0.5)]));
  equal(ruling!.says, "contradicted");
  equal(ruling!.p, 1);
  equal(ruling!.passingShare, 0);
});

Deno.test("rulings() draws the line between undecided and contradicted at 950 of 1000 draws", () => {
  const measurements = [measured({ perProblem: UNEVEN })];
  const rising = resampled(UNEVEN).toSorted((a, b) => a - b);
  const says = (failing: number) => {
    const border = (rising[failing - 1]! + rising[failing]!) / 2;
    ok(rising[failing - 1]! < border && border < rising[failing]!);
    const [ruling] = rulings(study, measurements, [
      finding("f", [moreThan(border)]),
    ]);
    equal(ruling!.p, (1 + failing) / 1001);
    return ruling!.says;
  };
  equal(says(949), "undecided");
  equal(says(950), "contradicted");
});

Deno.test("rulings() calls insufficient what has a part without data, whatever the others say", () => {
  for (const other of [moreThan(0.5), moreThan(2)]) {
    const [ruling] = rule(10, finding("f", [other, () => "insufficient"]));
    equal(ruling!.says, "insufficient");
    equal(ruling!.because, "(b) too few");
    deepEqual(
      [ruling!.p, ruling!.adjustedP, ruling!.passingShare],
      [null, null, null],
    );
  }
});

Deno.test("rulings() passes a draw only when all deciding parts pass in it", () => {
  // Neither part fails in all draws, one of them fails in each.
  const [ruling] = rule(
    5,
    finding("f", [
      ([first]) => first! >= 0.5,
      ([first]) => first! <= 0.5,
    ]),
  );
  const even = resampled([1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    .filter((mean) => mean === 0.5).length;
  equal(ruling!.says, "point only");
  equal(ruling!.passingShare, 1 - (1000 - even) / 1000);
});

Deno.test("rulings() counts a draw that leaves too little data as failing", () => {
  const [ruling] = rule(
    6,
    finding("f", [([first]) => first! > 0.5 || "insufficient"]),
  );
  equal(ruling!.says, "point only");
  ok(ruling!.passingShare! < 0.9);
});

Deno.test("rulings() prints parts that do not decide beside, and does not heed them", () => {
  const [ruling] = rule(
    10,
    finding("f", [moreThan(0.5)], [moreThan(2), () => "insufficient"]),
  );
  equal(ruling!.says, "supported");
  deepEqual(ruling!.parts.map(({ outcome }) => outcome), ["pass"]);
  deepEqual(
    ruling!.sensitivity.map(({ part, outcome }) => `${part} ${outcome}`),
    ["b fail", "c insufficient"],
  );
});

Deno.test("rulings() resamples the problems of all measurements jointly", () => {
  const scores = [1, 1, 1, 0, 0, 1, 0, 0, 0, 1];
  const [ruling] = rulings(study, [
    measured({ perProblem: scores }),
    measured({ perProblem: scores.map((score) => 1 - score), budget: 16 }),
  ], [
    finding("f", [([a, b]) => Math.abs(a! + b! - 1) < 1e-12]),
  ]);
  equal(ruling!.passingShare, 1);
});

Deno.test("rulings() adjusts p for six findings after Holm: 1, 21 and 1 of 1001 by hand", () => {
  const rising = resampled(UNEVEN).toSorted((a, b) => a - b);
  const failing = (count: number) =>
    count === 0
      ? moreThan(-1)
      : moreThan((rising[count - 1]! + rising[count]!) / 2);
  const says = (...counts: number[]) =>
    rulings(
      study,
      [measured({ perProblem: UNEVEN })],
      counts.map((count, i) => finding(`f${i}`, [failing(count)])),
    ).map(({ says, adjustedP }) => [says, adjustedP]);
  // Sorted 1, 1, 21 of 1001: times 6, 5, 4.
  deepEqual(says(0, 20, 0), [
    ["supported", 6 / 1001],
    ["point only", 4 * (21 / 1001)],
    ["supported", 6 / 1001],
  ]);
  // Alone it is adjusted for the five not ruled on: 6 times 9 is 54, 6 times 8 is 48 of 1001.
  deepEqual(says(7), [["supported", 6 * (8 / 1001)]]);
  deepEqual(says(8), [["point only", 6 * (9 / 1001)]]);
  // The same 9 of 1001 is enough beside two others that hold.
  deepEqual(says(0, 8, 0).map(([said]) => said), [
    "supported",
    "supported",
    "supported",
  ]);
});

Deno.test("rulings() counts an insufficient finding among the six", () => {
  const [, ruling] = rule(
    10,
    finding("f", [() => "insufficient"]),
    finding("g", [moreThan(0.5)]),
  );
  equal(ruling!.adjustedP, 6 / 1001);
});

Deno.test("rulings() of no findings are none, and come in the order of the findings", () => {
  deepEqual(rule(10), []);
  const [b, a] = rule(
    10,
    finding("b", [moreThan(2)]),
    finding("a", [moreThan(0)]),
  );
  deepEqual([b!.finding, a!.finding], ["b", "a"]);
  deepEqual([b!.says, a!.says], ["contradicted", "supported"]);
});

Deno.test("rulings() twice are the same", () => {
  const findings = [finding("f", [moreThan(0.5)])];
  deepEqual(rule(6, ...findings), rule(6, ...findings));
});

Deno.test("rulings() gives an estimate with the middle 95 % of its resamples, and none the scores do not tell", async () => {
  const { study, measurements } = await results("data/nano");
  const estimates = () => [
    {
      statement: "The first accuracy",
      unit: "points",
      of: ({ accuracy }: Scores) => 100 * accuracy[0]!,
    },
    { statement: "Nothing", unit: "", of: () => NaN },
  ];
  const [ruling] = rulings(study, measurements, [{
    name: "finding-x",
    claim: "",
    parts: () => [],
    estimates,
  }]);
  equal(ruling!.estimates.length, 1);
  const { value, lower, upper } = ruling!.estimates[0]!;
  equal(value, 100 * measurements[0]!.accuracy);
  ok(lower < value && value < upper);
  // A percentile interval of 48 problems: about as wide as the bootstrap-t one.
  const width = 100 * (measurements[0]!.upper - measurements[0]!.lower);
  ok(upper - lower > width / 3 && upper - lower < width);
});

Deno.test("rulings() of other draws count the failing ones among those, whatever they are", () => {
  const measurements = [measured({ perProblem: UNEVEN })];
  const border = UNEVEN.reduce((sum, each) => sum + each, 0) / PROBLEMS - 0.05;
  const findings = [finding("f", [moreThan(border)])];
  const shares = Array.from({ length: 20 }, (_, nth) => {
    const [ruling] = rulings(study, measurements, findings, rulingDraws(nth));
    const failing = resampled(UNEVEN, rulingDraws(nth))
      .filter((mean) => !(mean > border)).length;
    equal(ruling!.p, (1 + failing) / 1001);
    return ruling!.p;
  });
  deepEqual(rulings(study, measurements, findings)[0]!.p, shares[0]);
  ok(new Set(shares).size > 5);
});
