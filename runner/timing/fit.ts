/** Speeds of budgets that were not timed, from a fit to those that were. */
import type { StepFit } from "../../pipeline/study/step_fit.ts";

/** A batch whose speed is known. */
export interface Known {
  readonly budget: number;
  readonly concurrency: number;
  readonly promptTokens: number;
  readonly latencySeconds: number;
}

/** A batch to be told the latency of. */
type Batch = Omit<Known, "latencySeconds">;

const COSTS = ["perRequest", "base", "perGeneration", "perContext"] as const;

/** How often a batch pays each cost. */
function terms({ budget, concurrency, promptTokens }: Batch): number[] {
  const context = promptTokens + budget / 2;
  return [
    concurrency,
    budget,
    budget * concurrency,
    budget * concurrency * context,
  ];
}

/** Seconds a batch takes by a fit. */
export function fittedLatency(fit: StepFit, batch: Batch): number {
  return terms(batch).reduce(
    (total, times, k) => total + times * fit[COSTS[k]!],
    0,
  );
}

/**
 * Least squares of the relative error, no cost below 0: noise must not make
 * long budgets take less than no time. Null when there are fewer than four
 * attempts, two budgets or two batches.
 */
export function fitSteps(known: readonly Known[]): StepFit | null {
  const several = (of: (each: Known) => number) =>
    new Set(known.map(of)).size > 1;
  if (
    known.length < 4 || !several((each) => each.budget) ||
    !several((each) => each.concurrency)
  ) return null;
  const rows = known.map((each) =>
    terms(each).map((term) => term / each.latencySeconds)
  );
  // Scaled, so that the equations are of one size.
  const scale = COSTS.map((_, k) => Math.max(...rows.map((row) => row[k]!)));
  const scaled = rows.map((row) => row.map((value, k) => value / scale[k]!));
  const costs = nonNegativeLeastSquares(scaled);
  if (!costs) return null;
  const [perRequest, base, perGeneration, perContext] = costs.map((cost, k) =>
    cost / scale[k]!
  ) as [number, number, number, number];
  const fit = {
    perRequest,
    base,
    perGeneration,
    perContext,
    residual: 0,
    attempts: known.length,
  };
  const residual = Math.max(
    ...known.map((each) =>
      Math.abs(fittedLatency(fit, each) / each.latencySeconds - 1)
    ),
  );
  return { ...fit, residual };
}

/** The x >= 0 for which `rows x` is nearest to ones: the best of the unbounded solutions over each set of costs that is nowhere negative. */
function nonNegativeLeastSquares(rows: readonly number[][]): number[] | null {
  const width = rows[0]!.length;
  let best: { costs: number[]; error: number } | null = null;
  for (let set = 1; set < 1 << width; set++) {
    const active = rows[0]!.flatMap((_, k) => set & 1 << k ? [k] : []);
    const solved = solve(normalEquations(rows, active));
    if (!solved || solved.some((cost) => cost < 0)) continue;
    const costs = new Array<number>(width).fill(0);
    active.forEach((k, at) => costs[k] = solved[at]!);
    const error = rows.reduce(
      (total, row) =>
        total +
        (row.reduce((a, value, k) => a + value * costs[k]!, 0) - 1) ** 2,
      0,
    );
    if (!best || error < best.error) best = { costs, error };
  }
  return best && best.costs;
}

/** Of the least squares over some columns, each equation with its right side last. */
function normalEquations(
  rows: readonly number[][],
  active: readonly number[],
): number[][] {
  const sum = (of: (row: number[]) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  return active.map((i) => [
    ...active.map((j) => sum((row) => row[i]! * row[j]!)),
    sum((row) => row[i]!),
  ]);
}

/** Linear equations, each with its right side last, by elimination; null when they do not hold their unknowns. */
function solve(equations: readonly number[][]): number[] | null {
  const rows = equations.map((row) => [...row]);
  const size = rows.length;
  for (let k = 0; k < size; k++) {
    const best = rows.slice(k).reduce((a, b) =>
      Math.abs(b[k]!) > Math.abs(a[k]!) ? b : a
    );
    if (Math.abs(best[k]!) < 1e-9) return null;
    rows.splice(rows.indexOf(best), 1);
    rows.splice(k, 0, best);
    for (const row of rows) {
      if (row === best) continue;
      const factor = row[k]! / best[k]!;
      for (let j = k; j <= size; j++) row[j]! -= factor * best[j]!;
    }
  }
  return rows.map((row, k) => row[size]! / row[k]!);
}
