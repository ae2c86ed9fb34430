import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  concaveHull,
  distinct,
  dominatedBy,
  envelope,
  epsilonFrontier,
  frontier,
  type Point,
  weaklyEfficient,
} from "../../../pipeline/statistics/pareto.ts";
import { compareExact } from "../../../pipeline/statistics/rational.ts";

interface VectorCase {
  id: string;
  points: { id: string; cost: string; value: string }[];
  expected: {
    frontier: string[];
    distinct: string[];
    weaklyEfficient: string[];
    concaveHull?: string[];
    dominatedBy: Record<string, string[]>;
    envelope: { atCost: string; value: string | null }[];
  };
}

const vectors = JSON.parse(
  Deno.readTextFileSync("test/fixtures/pareto.json"),
) as {
  cases: VectorCase[];
  mustReject: { values: { value: string }[] };
  nearTie: { points: { id: string; bytes: number }[] };
};
const ids = (points: readonly Point[]) => points.map(({ id }) => id);

Deno.test("every vector of pareto.json holds", () => {
  equal(vectors.cases.length, 8);
  for (const { id, points, expected } of vectors.cases) {
    deepEqual(ids(frontier(points)), expected.frontier, `${id} frontier`);
    deepEqual(ids(distinct(points)), expected.distinct, `${id} distinct`);
    deepEqual(
      ids(weaklyEfficient(points)),
      expected.weaklyEfficient,
      `${id} weakly`,
    );
    deepEqual(dominatedBy(points), expected.dominatedBy, `${id} by`);
    if (expected.concaveHull) {
      deepEqual(ids(concaveHull(points)), expected.concaveHull, `${id} hull`);
    }
    for (const { atCost, value } of expected.envelope) {
      const found = envelope(points, atCost);
      if (value === null) equal(found, null, `${id} at ${atCost}`);
      else equal(compareExact(found!.value, value), 0, `${id} at ${atCost}`);
    }
  }
});

Deno.test("the near tie of pareto.json is none: the larger one does not dominate", () => {
  const points = vectors.nearTie.points.map(({ id, bytes }, i) => ({
    id,
    cost: bytes,
    value: 1 - i,
  }));
  deepEqual(ids(frontier(points)), ["1.7B-w8-T18k", "4B-w4-T10k"]);
  deepEqual(dominatedBy(points), {});
});

Deno.test("frontier() refuses what is no finite number", () => {
  const given = vectors.mustReject.values.map(({ value }) => value);
  equal(given.length, 8);
  const bad = [...given, NaN, Infinity, -Infinity, "1/2/3", " 1", "1/", "/2"];
  const sound = { id: "b", cost: 1, value: 1 };
  for (const value of bad) {
    const ofCost = { id: "a", cost: value, value: 1 };
    const ofValue = { id: "a", cost: 1, value };
    for (
      const ask of [
        frontier,
        distinct,
        weaklyEfficient,
        dominatedBy,
        concaveHull,
      ]
    ) {
      for (const point of [ofCost, ofValue]) {
        throws(() => ask([point]), RangeError, String(value));
        throws(() => ask([sound, point, sound]), RangeError, String(value));
      }
    }
    throws(() => envelope([ofValue], 0), RangeError, String(value));
    throws(() => envelope([], value), RangeError, String(value));
  }
  throws(
    () => frontier([{ id: "a", cost: 1, value: "abc" }]),
    /Cannot compare the value of a: it is no finite number, "abc"/,
  );
});

Deno.test("frontier() compares exactly: 0.3333 is not 320/960, a tenth and two tenths are 0.3, the double 0.1 + 0.2 is above", () => {
  deepEqual(
    ids(frontier([
      { id: "a", cost: "1", value: "0.3333" },
      { id: "b", cost: "2", value: "320/960" },
    ])),
    ["a", "b"],
  );
  const threeTenths = { numerator: 1 + 2, denominator: 10 };
  deepEqual(
    ids(frontier([
      { id: "a", cost: "1", value: "0.3" },
      { id: "b", cost: "2", value: threeTenths },
      { id: "c", cost: 3n, value: 0.1 + 0.2 },
    ])),
    ["a", "c"],
  );
  equal(compareExact("0.3", threeTenths), 0);
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

const cheapestFirst = (
  a: { id: string; cost: number; value: number },
  b: { id: string; cost: number; value: number },
) => a.cost - b.cost || a.value - b.value || (a.id < b.id ? -1 : 1);

Deno.test("frontier() equals brute force on 20,000 random sets", () => {
  fc.assert(
    fc.property(anyPoints, (points) => {
      const kept = points.filter((a) => !points.some((b) => dominates(b, a)));
      deepEqual(ids(frontier(points)), ids(kept.sort(cheapestFirst)));
    }),
    { numRuns: 20_000 },
  );
});

Deno.test("weaklyEfficient() keeps what no point beats in both", () => {
  fc.assert(fc.property(anyPoints, (points) => {
    const kept = points.filter((a) =>
      !points.some((b) => b.cost < a.cost && b.value > a.value)
    );
    deepEqual(ids(weaklyEfficient(points)), ids(kept.sort(cheapestFirst)));
  }));
});

Deno.test("frontier() does not mind the order and gives back the objects it was given", () => {
  fc.assert(fc.property(anyPoints, (points) => {
    const found = frontier(points);
    deepEqual(frontier(points.toReversed()), found);
    ok(found.every((point) => points.includes(point)));
  }));
});

Deno.test("frontier() is the same however the numbers are written", () => {
  fc.assert(fc.property(anyPoints, fc.array(fc.nat(4)), (points, forms) => {
    const written = points.map(({ id, cost, value }, i) => ({
      id,
      cost: [cost, BigInt(cost), `${cost}.0`, `${cost * 3}/3`, {
        numerator: 2 * cost,
        denominator: 2n,
      }][forms[i] ?? 0]!,
      value: `${value}e-1`,
    }));
    deepEqual(ids(frontier(written)), ids(frontier(points)));
    deepEqual(ids(weaklyEfficient(written)), ids(weaklyEfficient(points)));
  }));
});

Deno.test("dominatedBy() leaves out the frontier and names somebody on it for all others", () => {
  fc.assert(fc.property(anyPoints, (points) => {
    const kept = new Set(ids(frontier(points)));
    const by = dominatedBy(points);
    for (const { id } of points) {
      equal(kept.has(id), !(id in by));
      if (id in by) ok(by[id]!.some((winner) => kept.has(winner)));
    }
  }));
});

Deno.test("envelope() is the largest value within the cost", () => {
  fc.assert(
    fc.property(
      anyPoints,
      fc.integer({ min: -1, max: 7 }),
      (points, atCost) => {
        const within = points.filter(({ cost }) => cost <= atCost);
        const found = envelope(points, atCost);
        if (within.length === 0) equal(found, null);
        else equal(found!.value, Math.max(...within.map(({ value }) => value)));
      },
    ),
  );
});

Deno.test("concaveHull() is a part of the frontier that no frontier point lies above", () => {
  fc.assert(fc.property(anyPoints, (points) => {
    const hull = concaveHull(points);
    const all = distinct(points);
    ok(hull.every((point) => all.includes(point)));
    deepEqual([hull[0], hull.at(-1)], [all[0], all.at(-1)]);
    hull.slice(1).forEach((b, i) => {
      const a = hull[i]!;
      const above = (p: typeof a) =>
        (p.value - a.value) * (b.cost - a.cost) -
        (b.value - a.value) * (p.cost - a.cost);
      for (const p of all) {
        ok(above(p) < 0 || p === a || p === b || above(p) === 0);
      }
      for (const p of hull) ok(above(p) < 0 || p === a || p === b);
    });
  }));
});

Deno.test("concaveHull() leaves out what lies on the line between two others", () => {
  const points = [0, 1, 2].map((at) => ({ id: `${at}`, cost: at, value: at }));
  deepEqual(ids(concaveHull(points)), ["0", "2"]);
});

Deno.test("concaveHull() worked by hand where costs are no whole numbers", () => {
  // From (1/3, 0) the slopes are 3 to (2/3, 1), 3/2 to (1, 1), 9/4 to (5/3, 3).
  const points: Point[] = [
    { id: "a", cost: "1/3", value: 0 },
    { id: "b", cost: "2/3", value: 1 },
    { id: "c", cost: 1, value: "1.1" },
    { id: "d", cost: "5/3", value: 3 },
  ];
  deepEqual(ids(concaveHull(points)), ["a", "b", "d"]);
  deepEqual(
    ids(concaveHull(points.with(1, { id: "b", cost: "2/3", value: "0.7" }))),
    ["a", "d"],
  );
});

Deno.test("epsilonFrontier() worked by hand: 1/960 below the best is near, 2/960 is not", () => {
  const points = [
    { id: "a", cost: 1, value: "320/960" },
    { id: "b", cost: 2, value: "319/960" },
    { id: "c", cost: 2, value: "318/960" },
    { id: "d", cost: 3, value: "400/960" },
    { id: "e", cost: 1, value: "318/960" },
  ];
  deepEqual(ids(epsilonFrontier(points, "1/960")), ["a", "b", "d"]);
  deepEqual(ids(epsilonFrontier(points, "2/960")), ["e", "a", "c", "b", "d"]);
  deepEqual(ids(epsilonFrontier(points, 0)), ["a", "d"]);
});

Deno.test("epsilonFrontier() holds the frontier, grows with epsilon and keeps just what is near the envelope", () => {
  const coordinate = fc.integer({ min: 0, max: 6 });
  const any = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 12 })
    .map((pairs) =>
      pairs.map(([cost, value], i) => ({ id: String(i), cost, value }))
    );
  fc.assert(
    fc.property(any, fc.integer({ min: 0, max: 3 }), (points, slack) => {
      const near = epsilonFrontier(points, slack);
      const wider = new Set(epsilonFrontier(points, slack + 1));
      for (const point of frontier(points)) ok(near.includes(point));
      for (const point of points) {
        const best = Number(envelope(points, point.cost)!.value);
        equal(near.includes(point), point.value >= best - slack);
      }
      for (const point of near) ok(wider.has(point));
    }),
  );
});

Deno.test("epsilonFrontier() refuses an epsilon below 0 or that is none", () => {
  for (const bad of [-1, NaN, "x"]) {
    throws(() => epsilonFrontier([], bad), RangeError, String(bad));
  }
  throws(
    () => epsilonFrontier([], -1),
    /Cannot take a frontier with an epsilon below 0, -1$/,
  );
  throws(
    () => epsilonFrontier([], "x"),
    /Cannot compare the epsilon of a frontier: /,
  );
  throws(() => envelope([], "x"), /Cannot compare the cost of an envelope: /);
  throws(
    () => frontier([{ id: "a", cost: "x", value: 1 }]),
    /Cannot compare the cost of a: /,
  );
});
