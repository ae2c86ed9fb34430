import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { StepFit } from "../../../pipeline/study/step_fit.ts";
import {
  fitSteps,
  fittedLatency,
  type Known,
} from "../../../runner/timing/fit.ts";

const near = (a: number, b: number, share: number) =>
  ok(Math.abs(a / b - 1) < share, `${a} is not ${b}`);

/** Batches as a server with such costs would run them. */
const known = (
  costs: Omit<StepFit, "residual" | "attempts">,
  noise: (at: number) => number = () => 1,
): Known[] =>
  [2000, 6000, 10000].flatMap((budget) =>
    [1, 8, 40].map((concurrency, at) => {
      const batch = { budget, concurrency, promptTokens: 150 };
      const fit = { ...costs, residual: 0, attempts: 0 };
      return {
        ...batch,
        latencySeconds: fittedLatency(fit, batch) * noise(at),
      };
    })
  );

Deno.test("fittedLatency() worked: 1 ms a request, 8 ms a token, 0.1 ms a generation, 20 ns a token of its context", () => {
  const fit = {
    perRequest: 1e-3,
    base: 8e-3,
    perGeneration: 1e-4,
    perContext: 2e-8,
    residual: 0,
    attempts: 9,
  };
  const batch = { budget: 1000, concurrency: 10, promptTokens: 100 };
  near(fittedLatency(fit, batch), 0.01 + 8 + 1 + 1000 * 10 * 600 * 2e-8, 1e-12);
});

Deno.test("fitSteps() finds what costs were put in, exactly without noise, within the noise with it", () => {
  fc.assert(fc.property(
    fc.double({ min: 0, max: 1e-2, noNaN: true }),
    fc.double({ min: 1e-4, max: 1e-1, noNaN: true }),
    fc.double({ min: 1e-6, max: 1e-3, noNaN: true }),
    fc.double({ min: 1e-9, max: 1e-7, noNaN: true }),
    (perRequest, base, perGeneration, perContext) => {
      const costs = { perRequest, base, perGeneration, perContext };
      const exact = fitSteps(known(costs))!;
      ok(exact.residual < 1e-6);
      const far = { budget: 30000, concurrency: 20, promptTokens: 150 };
      const truth = fittedLatency({ ...exact, ...costs }, far);
      near(fittedLatency(exact, far), truth, 1e-4);
      const noisy = fitSteps(known(costs, (at) => [1.02, 0.98, 1.01][at]!))!;
      ok(noisy.residual < 0.05);
      near(fittedLatency(noisy, far), truth, 0.2);
    },
  ));
});

Deno.test("fitSteps() gives no cost below 0, whatever was timed", () => {
  const timed = fc.record({
    budget: fc.integer({ min: 1, max: 30000 }),
    concurrency: fc.integer({ min: 1, max: 512 }),
    promptTokens: fc.integer({ min: 1, max: 500 }),
    latencySeconds: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  });
  fc.assert(fc.property(
    fc.array(timed, { minLength: 4, maxLength: 12 }),
    timed,
    (known, other) => {
      const fit = fitSteps(known);
      if (!fit) return;
      for (
        const cost of [
          "perRequest",
          "base",
          "perGeneration",
          "perContext",
        ] as const
      ) {
        ok(fit[cost] >= 0);
      }
      ok(fittedLatency(fit, other) > 0);
    },
  ));
});

Deno.test("fitSteps() of batches whose time is sending their requests gives long budgets a positive time", () => {
  // As small models on a large GPU were timed: 512 requests take 0.4 s before the first token.
  const known = [
    [2, 1, 0.011],
    [2, 512, 0.436],
    [8, 512, 0.644],
    [32, 1, 0.083],
    [
      32,
      512,
      0.755,
    ],
    [128, 1, 0.308],
    [128, 512, 1.694],
  ].map((
    [budget, concurrency, latencySeconds],
  ) => ({ budget, concurrency, latencySeconds, promptTokens: 30 })) as Known[];
  const fit = fitSteps(known)!;
  const at = (budget: number, concurrency: number) =>
    fittedLatency(fit, { budget, concurrency, promptTokens: 30 });
  ok(at(512, 234) > at(128, 234) && at(512, 1) > at(128, 1));
});

Deno.test("fitSteps() fits nothing to what does not tell the costs apart", () => {
  const some = known({
    perRequest: 0,
    base: 8e-3,
    perGeneration: 1e-4,
    perContext: 2e-8,
  });
  equal(fitSteps(some.slice(0, 3)), null);
  equal(fitSteps(some.filter(({ concurrency }) => concurrency === 1)), null);
  equal(fitSteps(some.filter(({ budget }) => budget === 2000)), null);
});
