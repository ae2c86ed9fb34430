import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  bitsSymbol,
  budgetRadius,
  modelColour,
} from "../../../pipeline/figures/style.ts";
import { tinyStudy } from "../../fixtures/tiny.ts";

const [model] = tinyStudy().models;
const models = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...model!, name: `m-${i}` }));

Deno.test("modelColour() tells up to six models apart, larger ones darker", () => {
  const light = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((at) =>
      parseInt(hex.slice(at, at + 2), 16)
    );
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  for (let count = 1; count <= 6; count++) {
    const all = models(count);
    const colours = all.map(({ name }) => modelColour(all, name));
    equal(new Set(colours).size, count);
    const lights = colours.map(light);
    deepEqual(lights, lights.toSorted((a, b) => b - a));
  }
});

Deno.test("modelColour() gives every model of many a colour", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), (count) => {
    const all = models(count);
    for (const { name } of all) {
      ok(/^#[0-9a-f]{6}$/.test(modelColour(all, name)));
    }
  }));
});

Deno.test("bitsSymbol() is the paper's: square 4, triangle 8, circle 16", () => {
  deepEqual(([4, 8, 16] as const).map(bitsSymbol), [
    "square",
    "triangle",
    "circle",
  ]);
});

Deno.test("budgetRadius() grows with the budget and stays in its limits", () => {
  equal(budgetRadius([7], 7), 4);
  fc.assert(fc.property(
    fc.uniqueArray(fc.integer({ min: 1, max: 40000 }), { minLength: 2 }),
    (list) => {
      const budgets = list.toSorted((a, b) => a - b);
      const radii = budgets.map((budget) => budgetRadius(budgets, budget));
      equal(radii[0], 2.5);
      equal(radii.at(-1), 5.5);
      deepEqual(radii, radii.toSorted((a, b) => a - b));
    },
  ));
});
