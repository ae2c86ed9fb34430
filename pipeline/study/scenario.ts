import { kvBytes, weightBytes } from "./memory.ts";
import { plannedRuns, type Run } from "./run.ts";
import { budgetsOf, groupsOf, type Study } from "./study.ts";

/** One point of a figure: a run at a token budget, with a number of samples that vote. */
export interface Scenario extends Run {
  readonly budget: number;
  readonly group: number;
}

/** Every scenario of a run, by budget and group. */
export function scenariosOf(study: Study, run: Run): Scenario[] {
  return budgetsOf(study, run.benchmark.name).flatMap((budget) =>
    groupsOf(study, run.benchmark, run.kv).map((group) => ({
      ...run,
      budget,
      group,
    }))
  );
}

/** Every scenario a study plans. */
export function plannedScenarios(study: Study): Scenario[] {
  return plannedRuns(study).flatMap((run) => scenariosOf(study, run));
}

/** Bytes of the weights and of the cache of a scenario. */
export function scenarioBytes({ model, bits, kv, budget, group }: Scenario) {
  const weights = weightBytes(model, bits);
  const cache = kvBytes(model, kv, budget, group);
  return { weights, cache, total: weights + cache };
}
