import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  byCost,
  distinctPlaces,
  envelopeAt,
} from "../../../pipeline/statistics/by_cost.ts";
import { distinct, envelope } from "../../../pipeline/statistics/pareto.ts";

/** Points at 0, 1, 2 .. with these costs. */
const priced = (...costs: number[]) => costs.map((cost, at) => ({ at, cost }));

/** Costs and values with many ties. */
const anyWorld = fc.array(
  fc.record({
    cost: fc.integer({ min: 1, max: 6 }),
    value: fc.integer({ min: 0, max: 6 }),
  }),
  { maxLength: 12 },
);

/** Points as pareto.ts wants them; the lowest id is the first. */
const named = (world: readonly { cost: number; value: number }[]) =>
  world.map((point, i) => ({ ...point, id: String(i).padStart(2, "0") }));

Deno.test("byCost() sorts by cost and keeps equal costs in order", () => {
  const { places, costs } = byCost(priced(3, 1, 3, 2));
  deepEqual([...places], [1, 3, 0, 2]);
  deepEqual([...costs], [1, 2, 3, 3]);
});

Deno.test("distinctPlaces() keeps rising values, of one cost the best, of duplicates the first", () => {
  const over = byCost(priced(1, 1, 2, 3, 3, 4));
  deepEqual(distinctPlaces(over, [.2, .3, .3, .5, .5, .4]), [1, 3]);
  deepEqual(distinctPlaces(over, [.2, .3, .3, .5, .5, .6], .4), [3, 5]);
  deepEqual(distinctPlaces(over, [0, 0, 0, 0, 0, 0], .1), []);
});

Deno.test("distinctPlaces() takes values 1e-15 apart for the same, also at the floor", () => {
  const over = byCost(priced(1, 2));
  deepEqual(distinctPlaces(over, [.3, .1 + .2]), [0]);
  deepEqual(distinctPlaces(over, [.3 - 1e-15, .2], .3), [0]);
});

Deno.test("distinctPlaces() is the distinct frontier of pareto.ts", () => {
  fc.assert(fc.property(anyWorld, (world) => {
    const places = distinctPlaces(
      byCost(priced(...world.map(({ cost }) => cost))),
      world.map(({ value }) => value),
    );
    const ids = distinct(named(world)).map(({ id }) => Number(id));
    deepEqual(places, ids);
  }));
});

Deno.test("envelopeAt() is -Infinity below the cheapest and steps up at a cost, not before", () => {
  const envelope = envelopeAt(priced(2, 4, 3), [1, 2, 3.9, 4, 9]);
  deepEqual([...envelope([.1, .4, .05])], [-Infinity, .1, .1, .4, .4]);
  deepEqual([...envelope([.3, .2, .9])], [-Infinity, .3, .9, .9, .9]);
});

Deno.test("envelopeAt() of points among others looks at their places", () => {
  const envelope = envelopeAt([{ at: 2, cost: 1 }], [1]);
  deepEqual([...envelope([.9, .9, .1])], [.1]);
});

Deno.test("envelopeAt() is the envelope of pareto.ts", () => {
  const asked = [1, 2, 3, 4, 5, 6];
  fc.assert(fc.property(anyWorld, (world) => {
    const best = envelopeAt(
      priced(...world.map(({ cost }) => cost)),
      asked,
    )(world.map(({ value }) => value));
    const points = named(world);
    deepEqual(
      [...best],
      asked.map((cost) => envelope(points, cost)?.value ?? -Infinity),
    );
  }));
});
