import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  fitSteps,
  fittedLatency,
  type Known,
  type StepFit,
} from "../../../runner/timing/fit.ts";

const near = (a: number, b: number, share: number) =>
  ok(Math.abs(a / b - 1) < share, `${a} is not ${b}`);

/** Batches as a server with such costs would run them. */
const known = (
  costs: Pick<StepFit, "base" | "perGeneration" | "perContext">,
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

Deno.test("fittedLatency() worked: 8 ms a token, 0.1 ms a generation, 20 ns a token of its context", () => {
  const fit = {
    base: 8e-3,
    perGeneration: 1e-4,
    perContext: 2e-8,
    residual: 0,
    attempts: 9,
  };
  const batch = { budget: 1000, concurrency: 10, promptTokens: 100 };
  near(fittedLatency(fit, batch), 8 + 1 + 1000 * 10 * 600 * 2e-8, 1e-12);
});

Deno.test("fitSteps() finds what costs were put in, exactly without noise, within the noise with it", () => {
  fc.assert(fc.property(
    fc.double({ min: 1e-4, max: 1e-1, noNaN: true }),
    fc.double({ min: 1e-6, max: 1e-3, noNaN: true }),
    fc.double({ min: 1e-9, max: 1e-7, noNaN: true }),
    (base, perGeneration, perContext) => {
      const costs = { base, perGeneration, perContext };
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

Deno.test("fitSteps() fits nothing to what does not tell the costs apart", () => {
  const some = known({ base: 8e-3, perGeneration: 1e-4, perContext: 2e-8 });
  equal(fitSteps(some.slice(0, 3)), null);
  equal(fitSteps(some.filter(({ concurrency }) => concurrency === 1)), null);
});
