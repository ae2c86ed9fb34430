import { deepEqual, equal, ok } from "node:assert/strict";
import {
  criterionName,
  passRate,
} from "../../../../pipeline/simulate/constraints/constraint.ts";
import { constraints } from "../../../../pipeline/simulate/constraints/mod.ts";
import { drawnGrid } from "../../../../pipeline/simulate/drawn_grid.ts";
import { expectedGrid } from "../../../../pipeline/simulate/expectation.ts";
import type { Grid } from "../../../../pipeline/simulate/grid.ts";
import { PARAMETERS } from "../../../../pipeline/simulate/parameters.ts";
import { readDataSetStudy } from "../../../../pipeline/store/data_set.ts";

const QUESTIONS = 198;

/** What the calibration's own program, in Python, says of the expectation and of drawn seeds. */
const CALIBRATED: Readonly<
  Record<
    string,
    Readonly<
      Record<
        string,
        { readonly holds: boolean; readonly values: readonly number[] }
      >
    >
  >
> = JSON.parse(await Deno.readTextFile("test/fixtures/constraints.json")).grids;

const study = await readDataSetStudy("data/paper");
const expectation = expectedGrid(PARAMETERS, study, QUESTIONS);

const criteria = constraints.flatMap((constraint) =>
  constraint.criteria.map((criterion) => ({
    ...criterion,
    name: criterionName(constraint, criterion),
  }))
);

const outcomes = (grid: Grid) =>
  new Map(criteria.map(({ name, rule }) => [name, rule(grid)]));

Deno.test("constraints are C1 to C51, each once, in order, each a sentence with a criterion that is held", () => {
  deepEqual(
    constraints.map(({ id }) => id),
    Array.from({ length: 51 }, (_, i) => `C${i + 1}`),
  );
  for (const { id, says, criteria } of constraints) {
    ok(/^[A-Z0-9].*\.$/.test(says), id);
    ok(criteria.some(({ form }) => form === "held"), id);
  }
});

Deno.test("no two criteria have one name", () => {
  equal(new Set(criteria.map(({ name }) => name)).size, criteria.length);
});

Deno.test("a criterion says its bounds where its constraint has several, and why when it cannot be met", () => {
  for (const { name, form, asks, noiseless, unmet } of criteria) {
    if (form !== "held") ok(asks, name);
    equal(unmet !== undefined, !noiseless, name);
  }
});

Deno.test("a criterion is held only if it is met without noise; those that cannot be met are listed", () => {
  deepEqual(
    criteria.filter(({ noiseless }) => !noiseless).map(({ name }) => name),
    [
      "C10a, first written",
      "C22, first written",
      "C23, first written",
      "C33, first written",
      "C44 at 1.7B, first written",
      "C47 at 1.7B, first written",
      "C50, first written",
    ],
  );
});

Deno.test("what was loosened is shown as first written too", () => {
  const loosened = constraints.filter(({ criteria }) =>
    criteria.some(({ form }) => form === "first written")
  );
  deepEqual(
    loosened.map(({ id }) => Number(id.slice(1))),
    [10, 19, 22, 23, 24, 33, 36, 39, 44, 45, 46, 47, 48, 50],
  );
});

Deno.test("passRate() is the per cent of held-out seeds that the calibration prints, 100 for all it prints none of", () => {
  const printed: Record<string, number> = {
    "C10a": 72,
    "C10a, first written": 0,
    "C10b": 98,
    "C11": 99,
    "C12": 99,
    "C21": 94,
    "C22, first written": 0,
    "C23": 91,
    "C23, first written": 2,
    "C24": 99,
    "C24, first written": 49,
    "C29 each": 93,
    "C33": 96,
    "C33, first written": 26,
    "C36, first written": 80,
    "C38": 91,
    "C39": 84,
    "C39, first written": 53,
    "C41": 89,
    "C44": 97,
    "C44 at 1.7B, first written": 0,
    "C46": 95,
    "C47 at 1.7B, first written": 0,
    "C48": 98,
    "C48, first written": 86,
  };
  // Not in the calibration, which had no numbers for them.
  const ours = [
    "C45, first written",
    "C46, first written",
    "C50, first written",
  ];
  for (const criterion of criteria) {
    if (ours.includes(criterion.name)) continue;
    const rate = printed[criterion.name] ?? 100;
    ok(Math.abs(passRate(criterion) - rate) <= 0.5, criterion.name);
  }
});

Deno.test("the expectation passes the criteria that say so and no other", () => {
  const found = outcomes(expectation);
  deepEqual(
    criteria.map(({ name }) => [name, found.get(name)!.holds]),
    criteria.map(({ name, noiseless }) => [name, noiseless]),
  );
});

for (const [grid, calibrated] of Object.entries(CALIBRATED)) {
  Deno.test(`the outcomes of ${grid === "expected" ? "the expectation" : `seed ${grid}`} and their values are those of the calibration`, () => {
    const found = outcomes(
      grid === "expected"
        ? expectation
        : drawnGrid(PARAMETERS, study, QUESTIONS, Number(grid)),
    );
    for (const [name, { holds, values }] of Object.entries(calibrated)) {
      const own = found.get(name)!;
      equal(own.holds, holds, name);
      for (const [i, value] of values.entries()) {
        const close = 1e-9 * Math.max(1, Math.abs(value));
        ok(Math.abs(own.values[i]! - value) < close, `${name}: ${own.values}`);
      }
    }
  });
}

Deno.test("the calibration's program knows every criterion but two it kept no numbers of", () => {
  const unknown = criteria.map(({ name }) => name)
    .filter((name) => !(name in CALIBRATED.expected!));
  deepEqual(unknown, ["C46, first written", "C50, first written"]);
});

Deno.test("every criterion can fail: each does in one of five distorted grids", () => {
  const { compressed } = expectation;
  const kvs = Object.keys(compressed);
  const distorted = (
    change: (values: Float64Array) => Float64Array,
    source: readonly string[] = kvs,
  ): Grid => ({
    ...expectation,
    accuracy: change(expectation.accuracy),
    majority: change(expectation.majority),
    knowledge: change(expectation.knowledge),
    compressed: Object.fromEntries(
      kvs.map((kv, i) => [kv, change(compressed[source[i]!]!)]),
    ),
    rightShare: change(expectation.rightShare),
    rightLeads: expectation.rightLeads.toReversed(),
    latencySeconds: change(expectation.latencySeconds),
    requestsPerSecond: change(expectation.requestsPerSecond),
    largestBatch: change(expectation.largestBatch),
    naturalTokens: expectation.naturalTokens.map((tokens) =>
      tokens.map((length) => length / 2)
    ),
  });
  const grids = [
    distorted((values) => values.toReversed()),
    distorted((values) => values.map((value, i) => value / (1 + (7 * i) % 5))),
    distorted((values) => values.map((value) => 80 - value)),
    // Everything is below the floor, and each KV strategy does as another does.
    distorted((values) => values.map((value) => value / 20)),
    distorted((values) => values, kvs.toReversed()),
  ];
  const never = criteria.filter(({ rule }) =>
    grids.every((grid) => rule(grid).holds)
  );
  deepEqual(never.map(({ name }) => name), []);
});
