/** What is wrong with the tokens, seeds and ends of a run's trajectories. */
import type { Generations } from "../study/generation.ts";

/** Takes one thing wrong with a row. */
type Tell = (row: number, problem: string) => void;

/** A row's tokens against its budget. */
export function tokenProblems(
  { thinkingTokens, naturalEnd }: Generations,
  row: number,
  budget: number,
  tell: Tell,
): void {
  const spent = thinkingTokens[row]!;
  const end = naturalEnd[row]!;
  if (spent > budget) {
    tell(row, `${spent} thinking tokens are over the budget of ${budget}`);
  }
  if (spent < budget) {
    tell(row, `${spent} thinking tokens do not fill the budget of ${budget}`);
  }
  if (end > budget) {
    tell(row, `its natural end ${end} lies behind the budget of ${budget}`);
  }
  if (end < -1) tell(row, `its natural end is ${end}`);
}

/** One trajectory has one seed on all its budgets, and no two trajectories of a problem share one. */
export function seedProblems(
  { seed }: Generations,
  rowOf: Int32Array,
  budgets: number,
  samples: number,
  tell: Tell,
): void {
  let seen = new Map<number, number>();
  for (let cell = 0; cell < rowOf.length; cell += budgets) {
    if (cell % (samples * budgets) === 0) seen = new Map();
    let first = -1;
    for (let at = cell; at < cell + budgets; at++) {
      const row = rowOf[at]!;
      if (row < 0) continue;
      if (first < 0) first = row;
      if (seed[row] !== seed[first]) {
        tell(
          row,
          `its seed ${seed[row]} is not the ${
            seed[first]
          } of its other budgets`,
        );
      }
    }
    if (first < 0) continue;
    const twin = seen.get(seed[first]!);
    if (twin !== undefined) {
      tell(first, `its seed ${seed[first]} is that of row ${twin} too`);
    }
    seen.set(seed[first]!, first);
  }
}

/**
 * One trajectory ends by itself at one token, told on every budget larger than
 * that. It waits only after its end, and never less at a larger budget.
 */
export function endProblems(
  { budget, naturalEnd, waits }: Generations,
  rowOf: Int32Array,
  budgets: number,
  tell: Tell,
): void {
  for (let cell = 0; cell < rowOf.length; cell += budgets) {
    let end = -1;
    for (let at = cell; at < cell + budgets && end < 0; at++) {
      const row = rowOf[at]!;
      if (row >= 0) end = naturalEnd[row]!;
    }
    let waited = 0;
    for (let at = cell; at < cell + budgets; at++) {
      const row = rowOf[at]!;
      if (row < 0) continue;
      const own = naturalEnd[row]!;
      if (own >= 0 && own !== end) {
        tell(
          row,
          `its natural end ${own} is not the ${end} of its other budgets`,
        );
      }
      if (own < 0 && end >= 0 && budget[row]! > end) {
        tell(
          row,
          `it has no natural end, another of its budgets has one at ${end}`,
        );
      }
      if (own < 0 && waits[row]! > 0) {
        tell(row, `its waits are ${waits[row]}, without a natural end`);
      }
      if (waits[row]! < waited) {
        tell(
          row,
          `its waits are ${waits[row]}, a smaller budget has ${waited}`,
        );
      }
      waited = Math.max(waited, waits[row]!);
    }
  }
}
