import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { frontiers, undominated } from "../../pipeline/frontier.ts";
import type { Measurement } from "../../pipeline/study/measurement.ts";
import { measured } from "../fixtures/measured.ts";
import { tinyStudy } from "../fixtures/tiny.ts";

const at = (totalBytes: number, accuracy: number) =>
  measured({ totalBytes, accuracy });

const one = at(1, 0.5);

Deno.test("undominated() by hand: of (2, .5) (1, .3) (3, .5) (2, .4) (4, .6) the first, second and last", () => {
  const all = [at(2, 0.5), at(1, 0.3), at(3, 0.5), at(2, 0.4), at(4, 0.6)];
  deepEqual(undominated(all), [all[1], all[0], all[4]]);
});

Deno.test("undominated() keeps equal measurements, in the order given", () => {
  const all = [at(2, 0.5), at(1, 0.5), at(1, 0.5)];
  const kept = undominated(all);
  equal(kept.length, 2);
  equal(kept[0], all[1]);
  equal(kept[1], all[2]);
});

Deno.test("undominated() leaves out what lies under the floor, and keeps what lies on it", () => {
  const all = [at(1, 0.1), at(2, 0.2), at(3, 0.3)];
  deepEqual(undominated(all, 0.2), all.slice(1));
  deepEqual(undominated(all, 0.31), []);
});

Deno.test("undominated() takes 0.1 + 0.2 for 0.3: rounding makes no member", () => {
  const all = [at(1, 0.3), at(2, 0.1 + 0.2)];
  deepEqual(undominated(all), [all[0]]);
  // One sample of 960 more does.
  deepEqual(undominated([at(1, 0.3), at(2, 0.3 + 1 / 960)]).length, 2);
});

Deno.test("undominated() tells all 50,491 shares of 198 problems x 255 samples apart", () => {
  const samples = 198 * 255;
  const all = Array.from(
    { length: samples + 1 },
    (_, right) => ({
      ...one,
      totalBytes: right + 1,
      accuracy: right / samples,
    }),
  );
  equal(undominated(all).length, samples + 1);
});

Deno.test("undominated() compares shares as fractions do, however many samples each has", () => {
  const share = fc.integer({ min: 1, max: 198 * 255 }).chain((samples) =>
    fc.record({ samples: fc.constant(samples), right: fc.nat(samples) })
  );
  fc.assert(
    fc.property(share, share, (cheap, dear) => {
      const isWorth = dear.right * cheap.samples > cheap.right * dear.samples;
      const kept = undominated([
        { ...one, totalBytes: 1, accuracy: cheap.right / cheap.samples },
        { ...one, totalBytes: 2, accuracy: dear.right / dear.samples },
      ]);
      equal(kept.length, isWorth ? 2 : 1);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("undominated() takes a vote and a share of the same value for equal", () => {
  // 2/3 of three problems, summed and divided: not the double nearest to 2/3.
  const voted = (0.1 + 0.2 + 0.3) / 0.9;
  equal(voted === 2 / 3, false);
  deepEqual(undominated([at(1, 2 / 3), at(2, voted)]).length, 1);
  deepEqual(undominated([at(1, voted), at(2, 2 / 3)]).length, 1);
});

Deno.test("undominated() refuses an accuracy or bytes that are no number", () => {
  throws(() => undominated([at(NaN, 0.5)]), RangeError);
  throws(() => undominated([at(Infinity, 0.5)]), RangeError);
  throws(() => undominated([at(1, Infinity)]), RangeError);
  throws(() => undominated([at(1, NaN)]), RangeError);
});

const anyMeasurements = fc.array(
  fc.record({
    totalBytes: fc.integer({ min: 1, max: 12 }),
    right: fc.nat(10),
    group: fc.constantFrom(1, 3),
    compressed: fc.boolean(),
  }).map(({ totalBytes, right, group, compressed }) =>
    measured({
      totalBytes,
      accuracy: right / 10,
      group,
      kv: compressed
        ? { kind: "streaming", retained: 8, interval: 2 }
        : { kind: "full" },
    })
  ),
  { maxLength: 40 },
);

const dominates = (a: Measurement, b: Measurement) =>
  a.totalBytes <= b.totalBytes && a.accuracy >= b.accuracy &&
  (a.totalBytes < b.totalBytes || a.accuracy > b.accuracy);

Deno.test("undominated() is what comparing every pair leaves, cheapest first", () => {
  fc.assert(
    fc.property(anyMeasurements, fc.nat(10), (all, floor) => {
      const rivals = all.filter(({ accuracy }) => accuracy >= floor / 10);
      const kept = undominated(all, floor / 10);
      deepEqual(
        new Set(kept),
        new Set(rivals.filter((m) => !rivals.some((r) => dominates(r, m)))),
      );
      equal(new Set(kept).size, kept.length);
      const costs = kept.map(({ totalBytes }) => totalBytes);
      deepEqual(costs, costs.toSorted((a, b) => a - b));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("undominated() does not depend on the order of the measurements", () => {
  fc.assert(
    fc.property(anyMeasurements, (all) => {
      deepEqual(
        new Set(undominated(all.toReversed())),
        new Set(undominated(all)),
      );
    }),
  );
});

Deno.test("frontiers() takes serial scenarios alone and with groups, of the full cache only", () => {
  const study = tinyStudy({ claims: { frontierFloor: { sums: 0.2 } } });
  const serial = [at(1, 0.1), at(2, 0.3), at(4, 0.5)];
  const voted = [
    measured({ totalBytes: 3, accuracy: 0.6, group: 3 }),
    measured({ totalBytes: 5, accuracy: 0.4, group: 3 }),
  ];
  const compressed = measured({
    totalBytes: 1,
    accuracy: 0.9,
    kv: { kind: "streaming", retained: 8, interval: 2 },
  });
  const found = frontiers([...serial, ...voted, compressed], study);
  const members = (scope: string) =>
    found.filter((f) => f.scope === scope).map((f) => f.members);
  deepEqual(members("serial"), [[serial[1], serial[2]]]);
  deepEqual(members("parallel"), [[serial[1], voted[0]]]);
  deepEqual(new Set(found.map(({ floor }) => floor)), new Set([0.2]));
});

Deno.test("frontiers() keeps benchmarks apart and skips one without measurements", () => {
  const [sums] = tinyStudy().benchmarks;
  const products = { ...sums!, name: "products", file: "products.json" };
  const study = tinyStudy({ benchmarks: [sums, products] });
  const easy = measured({ totalBytes: 1, accuracy: 0.9 });
  const hard = measured({ totalBytes: 2, accuracy: 0.1, benchmark: products });
  const serial = (all: readonly Measurement[]) =>
    frontiers(all, study).filter(({ scope }) => scope === "serial")
      .map(({ benchmark, members }) => [benchmark, members]);
  deepEqual(serial([easy, hard]), [["sums", [easy]], ["products", [hard]]]);
  deepEqual(serial([hard]), [["products", [hard]]]);
});

Deno.test("frontiers() gives each run its own, over its budgets and groups", () => {
  const study = tinyStudy();
  const [, two] = study.models;
  const good = [
    measured({ totalBytes: 1, accuracy: 0.7 }),
    measured({ totalBytes: 2, accuracy: 0.8, group: 3 }),
  ];
  const poor = [
    measured({ totalBytes: 3, accuracy: 0.2, model: two! }),
    measured({ totalBytes: 4, accuracy: 0.1, model: two!, budget: 16 }),
  ];
  deepEqual(
    frontiers([...good, ...poor], study).filter(({ scope }) => scope === "run")
      .map(({ members }) => members),
    [good, [poor[0]]],
  );
});
