import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  logistic,
  logit,
  murmur,
  uniform,
} from "../../../pipeline/simulate/chance.ts";

const WORD = fc.integer({ min: 0, max: 0xffffffff });

Deno.test("murmur() of the word 0 after seed 0 is 0x2362f9de", () => {
  equal(murmur(0, 0), 0x2362f9de);
});

Deno.test("murmur() of MurmurHash3's published vectors: no word, and four bytes 0xff", () => {
  equal(murmur(0), 0);
  equal(murmur(1), 0x514e28b7);
  equal(murmur(0, 0xffffffff), 0x76293b50);
  equal(murmur(0x5082edee, 0x87654321), 0x2362f9de);
});

Deno.test("murmur() of the calibration's words (1, 8, 0, 0, 0, j) after seed 157", () => {
  deepEqual(
    [0, 1, 2, 3].map((draw) => murmur(157, 1, 8, 0, 0, 0, draw)),
    [3971054885, 749082566, 2386324218, 3021211627],
  );
});

Deno.test("murmur() is a whole number of 32 bits that every word and its place decide", () => {
  fc.assert(fc.property(WORD, WORD, WORD, (seed, a, b) => {
    const hash = murmur(seed, a, b);
    ok(Number.isInteger(hash) && hash >= 0 && hash <= 0xffffffff);
    // Each step is one-to-one in the word it takes.
    ok(a === b || murmur(seed, a) !== murmur(seed, b));
  }));
});

Deno.test("uniform() is strictly inside 0 to 1, so that its logit is finite", () => {
  fc.assert(fc.property(WORD, fc.array(WORD), (seed, words) => {
    const u = uniform(seed, ...words);
    ok(u > 0 && u < 1 && Number.isFinite(logit(u)));
  }));
  // The hash of no word after seed 0 is 0, the lowest there is.
  equal(uniform(0), 0.5 / 2 ** 32);
});

Deno.test("uniform() of many samples has mean 1/2 and variance 1/12", () => {
  const draws = Array.from({ length: 20_000 }, (_, i) => uniform(1, i));
  const mean = draws.reduce((sum, u) => sum + u, 0) / draws.length;
  const variance = draws.reduce((sum, u) => sum + (u - mean) ** 2, 0) /
    draws.length;
  // Four standard errors of 20,000 draws.
  ok(Math.abs(mean - 1 / 2) < 0.0082);
  ok(Math.abs(variance - 1 / 12) < 0.0022);
});

Deno.test("logistic() undoes logit()", () => {
  for (const u of [0.001, 0.25, 0.5, 0.9]) {
    ok(Math.abs(logistic(logit(u)) - u) < 1e-15);
  }
});
