import type { Reading } from "./imported.ts";
import type { Model } from "./model.ts";
import { type ImportedStudy, readStudy, type Study } from "./study.ts";

/** What whoever imports logs knows of them before the first is read. */
export interface ImportPlan {
  readonly benchmarks: readonly string[];
  readonly bits: readonly number[];
  readonly budgets: readonly number[];
  /** Responses to each problem at each budget. */
  readonly samples: number;
  readonly reading: Reading;
}

/**
 * The study of generations that other tools made, on benchmarks of another
 * study. Groups are the powers of two among the samples. RangeError for a
 * benchmark the other study does not have.
 */
export function importStudy(
  template: Study,
  models: readonly Model[],
  { benchmarks, bits, budgets, samples, reading }: ImportPlan,
): ImportedStudy {
  const { epsilon, memoryTolerance, kappa } = template.claims;
  const rising = (list: readonly number[]) => [...list].sort((a, b) => a - b);
  return readStudy({
    schema: 1,
    title: models.map(({ name }) => name).join(", ").slice(0, 120),
    kind: "imported",
    models,
    weightBits: rising(bits),
    kvStrategies: [{ kind: "full" }],
    benchmarks: benchmarks.map((name) => {
      const found = template.benchmarks.find((each) => each.name === name);
      if (!found) {
        throw new RangeError(
          `Cannot take benchmark ${name}: there is ${
            template.benchmarks.map((each) => each.name).join(", ")
          }`,
        );
      }
      // How it was run elsewhere does not bind here.
      const { kvStrategies: _kv, groups: _g, ...kept } = found;
      return kept;
    }),
    budgets: rising(budgets),
    groups: [1, 2, 4, 8, 16, 32, 64, 128].filter((group) => group <= samples),
    samples: { full: samples, compressed: samples },
    reading,
    claims: { epsilon, memoryTolerance, kappa },
  }) as ImportedStudy;
}
