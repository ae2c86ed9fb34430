/** The unit of memory a study's numbers are read in. */
import { GIB, weightBytes } from "../study/memory.ts";
import { LEAST_GIB } from "../study/memory_said.ts";
import type { Study } from "../study/study.ts";

/** A unit of memory. */
export interface MemoryUnit {
  readonly name: "GiB" | "MiB";
  readonly bytes: number;
}

/** GiB, the paper's; MiB for a study of models so small that GiB would read 0.00. */
export function memoryUnit({ models, weightBits }: Study): MemoryUnit {
  const smallest = Math.min(
    ...models.flatMap((model) =>
      weightBits.map((bits) => weightBytes(model, bits))
    ),
  );
  return smallest >= LEAST_GIB * GIB
    ? { name: "GiB", bytes: GIB }
    : { name: "MiB", bytes: GIB / 1024 };
}

/** Tokens as people say them: 0, 208, 18k. */
export function tokensSaid(tokens: number): string {
  return tokens > 0 && tokens % 1000 === 0
    ? `${tokens / 1000}k`
    : String(tokens);
}

/** The span of some budgets: 2k to 30k. */
export function budgetSpan(budgets: readonly number[]): string {
  const ends = [...new Set([Math.min(...budgets), Math.max(...budgets)])];
  return ends.map(tokensSaid).join(" to ");
}
