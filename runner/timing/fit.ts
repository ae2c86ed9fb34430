/** Speeds of budgets that were not timed, from a fit to those that were. */

/** A batch whose speed is known. */
export interface Known {
  readonly budget: number;
  readonly concurrency: number;
  readonly promptTokens: number;
  readonly latencySeconds: number;
}

/** Seconds a decoded token takes: `base + perGeneration * c + perContext * c * context`, at a batch of c. */
export interface StepFit {
  readonly base: number;
  readonly perGeneration: number;
  readonly perContext: number;
  /** Largest share by which a timed latency and the fitted one differ. */
  readonly residual: number;
  /** Attempts fitted to. */
  readonly attempts: number;
}

/** A batch to be told the latency of. */
type Batch = Omit<Known, "latencySeconds">;

/** Tokens times what each of the three costs: weights read, generations beside one another, cache read. */
function terms({ budget, concurrency, promptTokens }: Batch) {
  const context = promptTokens + budget / 2;
  return [budget, budget * concurrency, budget * concurrency * context];
}

/** Seconds a batch takes by a fit. */
export function fittedLatency(fit: StepFit, batch: Batch): number {
  const [tokens, generations, contexts] = terms(batch) as [
    number,
    number,
    number,
  ];
  return fit.base * tokens + fit.perGeneration * generations +
    fit.perContext * contexts;
}

/**
 * Least squares of the relative error. Null when there are fewer than four
 * attempts, or they do not tell the three costs apart: it takes two budgets and
 * two batches at least.
 */
export function fitSteps(known: readonly Known[]): StepFit | null {
  const rows = known.map((each) =>
    terms(each).map((term) => term / each.latencySeconds)
  );
  // Scaled, so that the equations are of one size.
  const scale = [0, 1, 2].map((k) =>
    Math.max(...rows.map((row) => Math.abs(row[k]!))) || 1
  );
  const scaled = rows.map((row) => row.map((value, k) => value / scale[k]!));
  const sum = (of: (row: number[]) => number) =>
    scaled.reduce((total, row) => total + of(row), 0);
  const equations = [0, 1, 2].map((i) => [
    ...[0, 1, 2].map((j) => sum((row) => row[i]! * row[j]!)),
    sum((row) => row[i]!),
  ]);
  const solved = known.length < 4 ? null : solve(equations);
  if (!solved) return null;
  const [base, perGeneration, perContext] = solved.map((value, k) =>
    value / scale[k]!
  ) as [number, number, number];
  const fit = {
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

/** Three linear equations, each with its right side last, by elimination; null when they do not hold three unknowns. */
function solve(equations: number[][]): number[] | null {
  const rows = equations.map((row) => [...row]);
  for (let k = 0; k < 3; k++) {
    const best = rows.slice(k).reduce((a, b) =>
      Math.abs(b[k]!) > Math.abs(a[k]!) ? b : a
    );
    if (Math.abs(best[k]!) < 1e-9) return null;
    rows.splice(rows.indexOf(best), 1);
    rows.splice(k, 0, best);
    for (const row of rows) {
      if (row === best) continue;
      const factor = row[k]! / best[k]!;
      for (let j = k; j < 4; j++) row[j]! -= factor * best[j]!;
    }
  }
  return rows.map((row, k) => row[3]! / row[k]!);
}
