/** How many generations of each run gave no answer: none sent, or one that cannot be read. */
import type { Measurement } from "../study/measurement.ts";
import { runName } from "../study/run.ts";

/** Shares of a run's generations, over all its budgets. */
export interface MissingAnswers {
  readonly run: string;
  /** The server sent no answer. */
  readonly none: number;
  /** It sent one that the benchmark's grammar does not read. */
  readonly unreadable: number;
}

/** One entry a run, in the study's order; every budget has equally many generations. */
export function missingAnswers(
  measurements: readonly Measurement[],
): MissingAnswers[] {
  const serial = measurements.filter(({ group }) => group === 1);
  return [...Map.groupBy(serial, runName)].map(([run, budgets]) => {
    const mean = (of: (m: Measurement) => number) =>
      budgets.reduce((sum, m) => sum + of(m), 0) / budgets.length;
    return {
      run,
      none: mean((m) => m.missingShare - m.unreadableShare),
      unreadable: mean((m) => m.unreadableShare),
    };
  });
}

/** A share in per cent; what is above 0 never reads as 0. */
export function rarePercent(share: number): string {
  if (share === 0) return "0 %";
  return share < 0.001 ? "< 0.1 %" : `${(100 * share).toFixed(1)} %`;
}
