import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  concaveHull,
  distinct,
  dominatedBy,
  envelope,
  frontier,
  type Point,
  weaklyEfficient,
} from "../../../pipeline/statistics/pareto.ts";
import { compareExact } from "../../../pipeline/statistics/rational.ts";

interface VectorCase {
  id: string;
  points: { id: string; cost: string; value: string }[];
  error?: string;
  expected?: Record<string, unknown> & {
    frontier?: string[];
    distinct?: string[];
    weaklyEfficient?: string[];
    concaveHull?: string[];
    dominatedBy?: Record<string, string[]>;
    envelope?: { atCost: string; value: string | null }[];
  };
}

const vectors = JSON.parse(
  Deno.readTextFileSync("test/fixtures/pareto.json"),
) as {
  cases: VectorCase[];
  rejects?: unknown[];
};
const ids = (points: readonly Point[]) => points.map(({ id }) => id);

Deno.test("every vector of pareto.json holds", () => {
  let checked = 0;
  for (const { id, points, expected } of vectors.cases) {
    if (!expected?.frontier) continue;
    deepEqual(ids(frontier(points)), expected.frontier, `${id} frontier`);
    if (expected.distinct) {
      deepEqual(ids(distinct(points)), expected.distinct, `${id} distinct`);
    }
    if (expected.weaklyEfficient) {
      deepEqual(
        ids(weaklyEfficient(points)).sort(),
        expected.weaklyEfficient.toSorted(),
        `${id} weakly`,
      );
    }
    if (expected.dominatedBy) {
      deepEqual(dominatedBy(points), expected.dominatedBy, `${id} by`);
    }
    if (expected.concaveHull) {
      deepEqual(ids(concaveHull(points)), expected.concaveHull, `${id} hull`);
    }
    for (const { atCost, value } of expected.envelope ?? []) {
      const found = envelope(points, atCost);
      if (value === null) equal(found, null, `${id} at ${atCost}`);
      else equal(compareExact(found!.value, value), 0, `${id} at ${atCost}`);
    }
    checked++;
  }
  ok(checked >= 7, `only ${checked} cases`);
});

Deno.test("frontier() refuses what is no finite number", () => {
  const bad = [
    NaN,
    Infinity,
    -Infinity,
    "",
    "1e400",
    "abc",
    "0x10",
    "1/0",
    "1/2/3",
    " 1",
  ];
  for (const value of bad) {
    const sound = { id: "b", cost: 1, value: 1 };
    throws(
      () => frontier([{ id: "a", cost: 1, value }]),
      RangeError,
      String(value),
    );
    throws(
      () => frontier([{ id: "a", cost: value, value: 1 }, sound]),
      RangeError,
      String(value),
    );
    throws(
      () => frontier([sound, { id: "a", cost: 1, value }]),
      RangeError,
      String(value),
    );
  }
});

Deno.test("frontier() compares exactly: 0.3333 is not 320/960, decimal 0.1 + 0.2 is", () => {
  deepEqual(
    ids(frontier([
      { id: "a", cost: "1", value: "0.3333" },
      { id: "b", cost: "2", value: "320/960" },
    ])),
    ["a", "b"],
  );
  equal(compareExact("0.3", "3/10"), 0);
  ok(compareExact(0.1 + 0.2, "0.3") > 0);
  equal(compareExact(0.5, "1/2"), 0);
});

/** Small grids make many ties. */
const anyPoints = fc.array(
  fc.record({ cost: fc.nat(6), value: fc.nat(6) }),
  { maxLength: 14 },
).map((points) =>
  points.map((point, i) => ({ id: String.fromCharCode(97 + i), ...point }))
);

const dominates = (
  b: { cost: number; value: number },
  a: { cost: number; value: number },
) =>
  b.cost <= a.cost && b.value >= a.value &&
  (b.cost < a.cost || b.value > a.value);

Deno.test("frontier() equals brute force on 20,000 random sets", () => {
  fc.assert(
    fc.property(anyPoints, (points) => {
      const kept = points.filter((a) => !points.some((b) => dominates(b, a)))
        .sort((a, b) =>
          a.cost - b.cost || a.value - b.value || (a.id < b.id ? -1 : 1)
        );
      deepEqual(ids(frontier(points)), ids(kept));
    }),
    { numRuns: 20_000 },
  );
});

Deno.test("weaklyEfficient() keeps what no point beats in both", () => {
  fc.assert(fc.property(anyPoints, (points) => {
    const kept = points.filter((a) =>
      !points.some((b) => b.cost < a.cost && b.value > a.value)
    );
    deepEqual(ids(weaklyEfficient(points)).sort(), ids(kept).sort());
  }));
});

Deno.test("frontier() does not mind the order and gives back the objects it was given", () => {
  fc.assert(fc.property(anyPoints, (points) => {
    const found = frontier(points);
    deepEqual(frontier(points.toReversed()), found);
    ok(found.every((point) => points.includes(point)));
  }));
});
