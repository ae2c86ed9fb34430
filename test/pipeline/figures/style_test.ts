import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  bitsColour,
  bitsSymbol,
  budgetRadius,
  familyColour,
  modelColour,
  readable,
  rulingColour,
} from "../../../pipeline/figures/style.ts";
import { SAYS } from "../../../pipeline/study/ruling.ts";
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
  equal(budgetRadius([7], 7), 3.6);
  fc.assert(fc.property(
    fc.uniqueArray(fc.integer({ min: 1, max: 40000 }), { minLength: 2 }),
    (list) => {
      const budgets = list.toSorted((a, b) => a - b);
      const radii = budgets.map((budget) => budgetRadius(budgets, budget));
      equal(radii[0], 2.2);
      equal(radii.at(-1), 5);
      deepEqual(radii, radii.toSorted((a, b) => a - b));
    },
  ));
});

/** What a colour turns to for eyes without one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const BLINDNESS = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
} as const;

type Triple = readonly [number, number, number];

const times = (matrix: readonly Triple[], [a, b, c]: Triple) =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

function linear(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

/** CIE L*a*b*, D65, of linear RGB. */
function lab(rgb: Triple): Triple {
  const [x, y, z] = times([
    [0.4124, 0.3576, 0.1805],
    [0.2126, 0.7152, 0.0722],
    [0.0193, 0.1192, 0.9505],
  ], rgb);
  const f = (t: number) =>
    t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
  const [fx, fy, fz] = [f(x / 0.9505), f(y), f(z / 1.089)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

function nearest(colours: readonly string[], blind: readonly Triple[] | null) {
  const seen = colours.map((hex) =>
    lab(blind ? times(blind, linear(hex)) : linear(hex))
  );
  const distances = seen.flatMap((a, i) =>
    seen.slice(i + 1).map((b) =>
      Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
    )
  );
  return Math.min(...distances);
}

Deno.test("model, strategy and bits colours stay apart for colour-blind eyes: at least 10 units of L*a*b*", () => {
  const all = models(6);
  const palettes = {
    models: all.map(({ name }) => modelColour(all, name)),
    strategies: (["full", "rkv", "streaming", "hqq"] as const)
      .map(familyColour),
    bits: ([2, 3, 4, 8, 16] as const).map(bitsColour),
  };
  for (const [name, colours] of Object.entries(palettes)) {
    for (const blind of [null, ...Object.values(BLINDNESS)]) {
      const least = nearest(colours, blind);
      ok(least >= 10, `${name}: ${least.toFixed(1)}`);
    }
  }
});

/** WCAG 2.1 contrast of two colours. */
function contrast(a: string, b: string): number {
  const light = (hex: string) =>
    times([[0.2126, 0.7152, 0.0722]], linear(hex))[0] + 0.05;
  const [x, y] = [light(a), light(b)];
  return Math.max(x, y) / Math.min(x, y);
}

Deno.test("readable() leaves a dark colour, darkens a light one until it reads on white", () => {
  equal(readable("#0d0887"), "#0d0887");
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
    const hex = `#${number.toString(16).padStart(6, "0")}`;
    ok(contrast(readable(hex), "#ffffff") >= 4.5, hex);
  }));
});

Deno.test("dark ink reads on every ruling's colour", () => {
  for (const says of SAYS) {
    ok(contrast("#1a1a1a", rulingColour(says)) >= 7, says);
  }
});
