import { deepEqual, equal, match } from "node:assert/strict";
import { voting } from "../../../pipeline/findings/voting.ts";
import type { Claims } from "../../../pipeline/study/claims.ts";
import { GIB, weightBytes } from "../../../pipeline/study/memory.ts";
import { decisionsOf, measured, outcomesOf } from "../../fixtures/measured.ts";
import { tinyJson, tinyStudy } from "../../fixtures/tiny.ts";

const shape = tinyJson().models[0]!;
const STUDY = {
  models: ["small", "large"].map((name) => ({ ...shape, name, label: name })),
  budgets: [1, 2, 3],
  groups: [1, 2, 4],
  samples: { full: 4, compressed: 2 },
};

/** The pivot's weights weigh 8 units; the world below is told in units. */
const UNIT = weightBytes(tinyStudy().models[0]!, 16) / 8;
const gib = (units: number) => units * UNIT / GIB;

/**
 * The small model weighs 2 units, the large one 8; a sample adds its budget.
 * By budget and group 1, 2, 4: small costs 3 4 6, 4 6 10, 5 8 14, large
 * 9 10 12, 10 12 16, 11 14 20.
 */
const WEIGHTS: Readonly<Record<string, number>> = { small: 2, large: 8 };

type Table = readonly (readonly number[])[];

/** Accuracies by budget and group; the frontier is small@1 @2 @3, large@1x1, @2x1, @3x1, @1x4, @3x2, @2x4, @3x4. */
const SMALL: Table = [[.10, .10, .10], [.20, .20, .20], [.30, .30, .30]];
const LARGE: Table = [[.50, .51, .58], [.55, .57, .70], [.56, .65, .75]];

const FIRST = "c, as first written";

const CLAIMS = {
  scalePivot: { model: "large", bits: 16 },
  groupBands: [
    { fromGiB: gib(11), toGiB: gib(15), groups: [2] },
    { fromGiB: gib(15), toGiB: null, groups: [4] },
  ],
  epsilon: { full: 0.01, compressed: 0.02 },
};

interface Changes {
  readonly small?: Table;
  readonly large?: Table;
  readonly claims?: Partial<Record<keyof Claims, unknown>>;
  readonly study?: Record<string, unknown>;
}

function decisions(
  { small = SMALL, large = LARGE, claims = {}, study: more = {} }: Changes = {},
) {
  const study = tinyStudy({
    ...STUDY,
    claims: JSON.parse(JSON.stringify({ ...CLAIMS, ...claims })),
    ...more,
  });
  const measurements = [small, large].flatMap((table, m) =>
    table.flatMap((row, t) =>
      row.map((accuracy, g) => {
        const model = study.models[m]!;
        const group = STUDY.groups[g]!;
        const weights = WEIGHTS[model.name]! * UNIT;
        return measured({
          model,
          budget: t + 1,
          group,
          accuracy,
          weightBytes: weights,
          totalBytes: weights + group * (t + 1) * UNIT,
        });
      })
    )
  );
  return decisionsOf(voting, study, measurements);
}

Deno.test("finding 3 passes in every part in a world built to follow the paper", () => {
  const said = decisions();
  equal(outcomesOf(said), `a pass; b pass; c pass; ${FIRST} pass`);
  equal(said.a!.because, "0 of 6 (0 %) are ahead");
  // From 11 to 20 units against .56: .02 from 12, .09 from 14, .14 from 16, .19 at 20 only.
  // (.02 ln(14/12) + .09 ln(16/14) + .14 ln(20/16)) / ln(20/11) is 7.8 points.
  equal(
    said.b!.because,
    "votes gain at most 19.0 and on average 7.8 points; 0 frontier points are votes of small models",
  );
  // Of 11-15 units one sample is best until 12, four until 14, then two:
  // ln(12/11) + ln(15/14) passes half of ln(15/11). Of 15-20 four are from 16 on.
  match(said.c!.because, /^tau 0\.\d\d; median group 2 in .*, 4 in .*more$/);
});

Deno.test("finding 3 (c) weighs groups by memory; as first written by frontier points", () => {
  // Singles at 10 and 11 units, four samples at 12 and 20.
  const large: Table = [[.50, .50, .60], [.55, .55, .55], [.56, .56, .75]];
  const { c, [FIRST]: first } = decisions({
    large,
    claims: {
      groupBands: [{ fromGiB: gib(9.5), toGiB: gib(20), groups: [4] }],
    },
  });
  // ln(20/12) is more than half of ln(20/9.5); of three points in it two are singles.
  match(c!.because, /median group 4 in/);
  equal(c!.outcome, "pass");
  match(first!.because, /median group 1 in/);
  equal(first!.outcome, "fail");
});

Deno.test("finding 3 is decided by all its parts", () => {
  deepEqual(
    voting.parts(tinyStudy(), []).map(({ part, deciding }) => [part, deciding]),
    [["a", true], ["b", true], ["c", true], [FIRST, false]],
  );
});

Deno.test("finding 3 (a) fails when one of six small votes is ahead by more than epsilon", () => {
  // 1 x 4 costs 6, where a single small sample has .30.
  const at = (accuracy: number) =>
    decisions({ small: [[.10, .10, accuracy], SMALL[1]!, SMALL[2]!] }).a!;
  equal(at(.305).outcome, "pass");
  equal(at(.32).outcome, "fail");
  equal(at(.32).because, "1 of 6 (17 %) are ahead");
});

Deno.test("finding 3 (a) holds a vote against single samples of all models", () => {
  // 3 x 4 costs 14, where a large single sample has .56.
  const { a } = decisions({ small: [SMALL[0]!, SMALL[1]!, [.30, .30, .55]] });
  equal(a!.outcome, "pass");
});

Deno.test("finding 3 (a) and (b) fail when small votes reach the frontier", () => {
  const { a, b } = decisions({
    small: [SMALL[0]!, SMALL[1]!, [.30, .40, .40]],
  });
  equal(a!.outcome, "fail");
  equal(b!.outcome, "fail");
  match(b!.because, /; 1 frontier points are votes of small models$/);
});

Deno.test("finding 3 (b) and (c) fail when voting gains nothing", () => {
  const flat: Table = [[.50, .50, .50], [.55, .55, .55], [.60, .60, .60]];
  const { b, c } = decisions({ large: flat });
  equal(b!.outcome, "fail");
  match(b!.because, /^votes gain at most 0\.0 and on average 0\.0 points; 0 /);
  // Nothing votes on the frontier: nothing at all lies in the upper band.
  equal(c!.outcome, "insufficient");
});

Deno.test("finding 3 (b) fails when voting gains at the largest memory alone", () => {
  const { b } = decisions({
    large: [[.50, .50, .50], [.55, .55, .55], [.60, .60, .75]],
  });
  equal(b!.outcome, "fail");
  match(b!.because, /^votes gain at most 15\.0 and on average 0\.0 points; 0 /);
});

Deno.test("finding 3 (b) fails when voting gains less than epsilon", () => {
  const close: Table = [[.50, .50, .50], [.55, .55, .56], [.60, .605, .609]];
  const { b } = decisions({ large: close });
  equal(b!.outcome, "fail");
  match(b!.because, /^votes gain at most 0\.9 and on average 0\.\d points/);
  equal(
    decisions({
      large: close,
      claims: { epsilon: { full: 0.005, compressed: 0 } },
    }).b!.outcome,
    "pass",
  );
});

Deno.test("finding 3 (c) fails when a band's median lies outside what is claimed", () => {
  const claimed = (groups: number[]) =>
    decisions({
      claims: {
        groupBands: [{ fromGiB: gib(11), toGiB: gib(15), groups }],
      },
    }).c!.outcome;
  // Groups 1, 4 and 2 lie there; up to the next size a median may lie.
  equal(claimed([2]), "pass");
  equal(claimed([1, 2]), "pass");
  equal(claimed([4]), "fail");
  equal(claimed([1]), "fail");
});

Deno.test("finding 3 (c) fails when groups shrink with memory", () => {
  // Only small 1 x 4 at 6 units votes, two single samples before it and three after.
  const { c } = decisions({
    small: [[.10, .10, .48], [.10, .10, .10], [.30, .30, .30]],
    large: [[.50, .50, .50], [.55, .55, .55], [.70, .70, .70]],
    claims: {
      groupBands: [{ fromGiB: gib(8.5), toGiB: null, groups: [1] }],
    },
  });
  equal(c!.outcome, "fail");
  match(c!.because, /^tau -/);
});

Deno.test("finding 3 (c) says when all groups on the frontier are alike", () => {
  const { c } = decisions({
    small: SMALL,
    large: [[.50, .50, .50], [.55, .55, .55], [.60, .60, .60]],
    claims: {
      groupBands: [{ fromGiB: gib(9), toGiB: null, groups: [1] }],
    },
  });
  equal(c!.outcome, "fail");
  match(c!.because, /^all groups are alike; median group 1 in/);
});

Deno.test("finding 3 leaves out what lies under the floor", () => {
  const { c } = decisions({ claims: { frontierFloor: { sums: 0.71 } } });
  equal(c!.outcome, "insufficient");
  match(c!.because, /^1 frontier points, none in .* MiB, we ask for 3/);
});

Deno.test("finding 3 is insufficient where a claim is absent, and only there", () => {
  const without = (claim: keyof Claims) =>
    outcomesOf(decisions({ claims: { [claim]: undefined } }));
  equal(
    without("scalePivot"),
    `a insufficient; b insufficient; c pass; ${FIRST} pass`,
  );
  equal(
    without("epsilon"),
    `a insufficient; b insufficient; c pass; ${FIRST} pass`,
  );
  equal(
    without("groupBands"),
    `a pass; b insufficient; c insufficient; ${FIRST} insufficient`,
  );
});

Deno.test("finding 3 is insufficient without votes, and with too few above the first band", () => {
  const alone = (table: Table) => table.map((row) => row.slice(0, 1));
  equal(
    outcomesOf(decisions({ small: alone(SMALL), large: alone(LARGE) })),
    `a insufficient; b insufficient; c insufficient; ${FIRST} insufficient`,
  );
  const { b } = decisions({
    claims: {
      groupBands: [{ fromGiB: gib(15), toGiB: null, groups: [4] }],
    },
  });
  equal(b!.outcome, "insufficient");
  match(b!.because, /^2 votes lie above/);
});

Deno.test("finding 3 is insufficient without a benchmark of mathematics", () => {
  const [sums] = tinyJson().benchmarks;
  equal(
    outcomesOf(
      decisions({ study: { benchmarks: [{ ...sums, task: "knowledge" }] } }),
    ),
    `a insufficient; b insufficient; c insufficient; ${FIRST} insufficient`,
  );
});
